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
    { command: 'npm test', exitCode: 1, denied: null },
    { command: 'sleep 9', exitCode: null, denied: null },
  ])
})

test('the same id with a result between is another command, else the same one told better', () => {
  const again = gathered(call('1', { command: 'a' }), result('1', 0), call('1', { command: 'b' }))
  assert.deepEqual(again.commands, [
    { command: 'a', exitCode: 0, denied: null },
    { command: 'b', exitCode: null, denied: null },
  ])
  const better = gathered(call('1', null), call('1', { command: ['git', 'status'] }))
  assert.deepEqual(better.commands, [{ command: 'git status', exitCode: null, denied: null }])
  assert.deepEqual(gathered(call('1', null)).commands, [
    { command: 'a title', exitCode: null, denied: null },
  ])
})

function judged(
  call: string | null,
  state: 'denied' | 'allowed' | 'withdrawn' | 'asked',
  feedback: string | null,
) {
  const rest = { id: 'p', tool: 'shell', title: 'a title' }
  return { type: 'permission', call, state, feedback, ...rest } as const
}

test('what was denied is told as not run, by whose word, in whatever order the records come', () => {
  const rule = 'A rule of this desktop forbids this.'
  const { commands } = gathered(
    // By our own agent: told, judged, refused to the model.
    call('1', { command: 'rm -rf /' }),
    judged('1', 'denied', rule),
    result('1', 126),
    // By a program whose question comes first.
    judged('2', 'asked', null),
    judged('2', 'denied', null),
    call('2', { command: 'curl x' }),
    result('2', null),
    // A question without a call.
    judged(null, 'denied', 'Not today.'),
    call('3', { command: 'ls' }),
    judged('3', 'asked', null),
    judged('3', 'allowed', null),
    result('3', 0),
    call('4', { command: 'sleep 9' }),
    judged('4', 'withdrawn', null),
  )
  assert.deepEqual(commands, [
    { command: 'rm -rf /', exitCode: null, denied: rule },
    { command: 'curl x', exitCode: null, denied: 'A person denied this.' },
    { command: 'a title', exitCode: null, denied: 'Not today.' },
    { command: 'ls', exitCode: 0, denied: null },
    { command: 'sleep 9', exitCode: null, denied: 'Nobody had answered when the question ended.' },
  ])
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
