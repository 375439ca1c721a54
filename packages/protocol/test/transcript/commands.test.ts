import assert from 'node:assert/strict'
import test from 'node:test'
import { CommandsOf, EVIDENCE_MAX, type TranscriptRecord } from '../../src/index.ts'

function call(id: string, input: unknown, tool = 'shell', title = 'a title'): TranscriptRecord {
  return { type: 'tool_call', id, tool, title, input }
}

function result(id: string, exitCode: number | null): TranscriptRecord {
  return { type: 'tool_result', id, ok: exitCode === 0, output: '', exitCode }
}

function gathered(...records: TranscriptRecord[]) {
  const commands = new CommandsOf()
  for (const record of records) commands.take(record)
  return commands.gathered
}

test('the calls of the shell are the commands, each with its exit code once it is told', () => {
  const { commands } = gathered(
    call('1', { command: 'npm test' }),
    result('1', 1),
    call('2', { path: 'a' }, 'read_file'),
    result('2', null),
    call('3', { command: 'sleep 9' }),
  )
  assert.deepEqual(commands, [
    { command: 'npm test', exitCode: 1 },
    { command: 'sleep 9', exitCode: null },
  ])
})

test('the same id with a result between is another command, else the same one told better', () => {
  const again = gathered(call('1', { command: 'a' }), result('1', 0), call('1', { command: 'b' }))
  assert.deepEqual(again.commands, [
    { command: 'a', exitCode: 0 },
    { command: 'b', exitCode: null },
  ])
  const better = gathered(call('1', null), call('1', { command: ['git', 'status'] }))
  assert.deepEqual(better.commands, [{ command: 'git status', exitCode: null }])
  assert.deepEqual(gathered(call('1', null)).commands, [{ command: 'a title', exitCode: null }])
})

test('many and long commands are cut, and that is told', () => {
  const many = Array.from({ length: EVIDENCE_MAX.commands + 1 }, (_, at) => call(`${at}`, null))
  const cut = gathered(...many)
  assert.deepEqual([cut.commands.length, cut.commandsTruncated], [EVIDENCE_MAX.commands, true])
  assert.equal(gathered(...many.slice(1)).commandsTruncated, false)

  const [long] = gathered(call('1', { command: '😀'.repeat(EVIDENCE_MAX.command) })).commands
  assert.ok(long?.command.length === EVIDENCE_MAX.command && long.command.isWellFormed())
  const vast = Array.from({ length: 900 }, (_, at) => call(`${at}`, { command: 'x'.repeat(2000) }))
  assert.equal(gathered(...vast).commandsTruncated, true)
})
