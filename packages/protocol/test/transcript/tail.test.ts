import assert from 'node:assert/strict'
import test from 'node:test'
import { lastLineOf, type TranscriptRecord } from '../../src/index.ts'

const transcript = (...records: TranscriptRecord[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('')

const message = (id: string, text: string): TranscriptRecord => ({ type: 'message', id, text })

test('the pieces of a message make one line', () => {
  const said = transcript(message('1', 'first\nI look '), message('1', 'around'))
  assert.equal(lastLineOf('agent', said), 'I look around')
})

test('messages and thoughts do not run into one another', () => {
  assert.equal(lastLineOf('agent', transcript(message('1', 'one'), message('2', 'two'))), 'two')
})

test('a tool call shows its title, and its result nothing', () => {
  const used = transcript(
    message('1', 'Now the tests.'),
    { type: 'tool_call', id: 'c', tool: 'shell', title: 'npm test', input: {} },
    { type: 'tool_result', id: 'c', ok: true, output: 'ok 1', exitCode: 0 },
    { type: 'usage', inputTokens: 1, outputTokens: 1, costUsd: null, steps: 1 },
  )
  assert.equal(lastLineOf('agent', used), 'npm test')
})

test('a failure and an answer show their words', () => {
  const error = transcript({ type: 'error', code: 'agent_limit', message: 'Too many steps.' })
  assert.equal(lastLineOf('agent', error), 'Too many steps.')
  assert.equal(lastLineOf('agent', transcript({ type: 'result', text: 'Done.\n' })), 'Done.')
})

test('an answer is told by what it says first, in words', () => {
  const rows: [answer: string, told: string | null][] = [
    ['Run it:\n\n```sh\nnode --test\n```\n', 'Run it:'],
    ['## Done\n\nAll **three** pass.', 'Done'],
    [
      '> - `server.js` answers at [/healthz](http://x/healthz).\n',
      'server.js answers at /healthz.',
    ],
    ['---\n\n| file | bytes |\n| --- | --- |\n', 'file | bytes |'],
    ['```sh\nnode --test\n```\n', 'node --test'],
    ['```sh\nnode --test', 'node --test'],
    ['[1] See [a page](http://x/a_(b)), 2.', '[1] See a page, 2.'],
    ['  >  -   ### 12) Deep', 'Deep'],
    ['snake_case __and__ 3 * 4', 'snake_case and 3 * 4'],
    ['\n\n', null],
  ]
  for (const [text, told] of rows) {
    assert.equal(lastLineOf('agent', transcript({ type: 'result', text })), told, text)
  }
})

test('a message that begins with words and ends in code is told by its words', () => {
  const said = transcript(message('1', 'It compares:\n\n```py\nassert a'), message('1', ' == b\n'))
  assert.equal(lastLineOf('agent', said), 'It compares:')
})

test('a record that was cut at the front is skipped, and nothing but that is nothing', () => {
  const cut = transcript(message('1', 'whole')).slice(9)
  assert.equal(lastLineOf('agent', cut), null)
  assert.equal(lastLineOf('agent', cut + transcript(message('2', 'next'))), 'next')
})

test('of every other stream the line is as it was printed', () => {
  assert.equal(
    lastLineOf('stdout', '{"type":"result","text":"x"}\n'),
    '{"type":"result","text":"x"}',
  )
})
