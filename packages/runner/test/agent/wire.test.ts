import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventsOf } from '../../src/agent/http/sse.ts'
import { parseChunk } from '../../src/agent/kinds/chat-chunk.ts'

async function read(bytes: Uint8Array, size: number): Promise<string[]> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const events: string[] = []
  for await (const event of eventsOf(pieces())) events.push(event)
  return events
}

test('events are read whatever the pieces, line endings and comments', async () => {
  const text = [
    ': a comment\n\n',
    'data: {"a":"é😀"}\n\n',
    'event: x\r\ndata:one\r\ndata: two\r\n\r\n',
    'id: 7\n\n',
    'data: last\n\n',
    'data: cut off',
  ].join('')
  const bytes = new TextEncoder().encode(text)
  for (let size = 1; size <= bytes.length; size++) {
    assert.deepEqual(await read(bytes, size), ['{"a":"é😀"}', 'one\ntwo', 'last'], `${size}`)
  }
})

test('a chunk says its piece, its thought, its end and its usage', () => {
  const nothing = { text: '', thought: '', finished: null, usage: undefined }
  const cases: [object, object][] = [
    [{ choices: [{ delta: { content: 'x' } }] }, { text: 'x' }],
    [{ choices: [{ delta: { reasoning_content: 'x' } }] }, { thought: 'x' }],
    [{ choices: [{ delta: { reasoning: 'x', content: null } }] }, { thought: 'x' }],
    [{ choices: [{ finish_reason: 'stop' }] }, { finished: 'stop' }],
    [{ choices: [], usage: null }, {}],
    [
      { choices: [], usage: { prompt_tokens: 3, completion_tokens: 4, cost: 0.5 } },
      { usage: { input: 3, output: 4, costUsd: 0.5 } },
    ],
    [{ usage: { prompt_tokens: '3' } }, { usage: { input: null, output: null, costUsd: null } }],
    [{ object: 'something else' }, {}],
  ]
  for (const [wire, expected] of cases) {
    assert.deepEqual(parseChunk(JSON.stringify(wire)), { ...nothing, ...expected })
  }
})

test('an error in the stream, and what is no chunk, is a failure in words', () => {
  const failure = (data: string, message: RegExp) =>
    assert.throws(() => parseChunk(data), { name: 'AgentFailure', code: 'agent_error', message })
  failure('{"error":{"message":"overloaded"}}', /overloaded/)
  failure('{"choices":', /other than a completion: "\{\\"choices\\":"/)
  failure('null', /other than a completion/)
})
