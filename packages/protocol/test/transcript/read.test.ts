import assert from 'node:assert/strict'
import test from 'node:test'
import {
  parseRecord,
  TranscriptReader,
  type TranscriptRecord,
  type TranscriptRecordOf,
} from '../../src/index.ts'
import { seeded } from '../setup/seeded.ts'

/** One of every type, with every variant of its parts. */
const RECORDS: TranscriptRecord[] = [
  { type: 'message', id: 'm1', text: 'Büro 😀\n' },
  { type: 'thought', id: 't1', text: '' },
  {
    type: 'plan',
    entries: [
      { content: 'one', status: 'completed' },
      { content: 'two', status: 'in_progress' },
      { content: 'three', status: 'pending' },
    ],
  },
  { type: 'plan', entries: [] },
  { type: 'tool_call', id: 'c1', tool: 'shell', title: 'npm test', input: { command: 'npm test' } },
  { type: 'tool_call', id: 'c2', tool: 'unknown', title: 't', input: null },
  { type: 'tool_result', id: 'c1', ok: true, output: 'fine\n', exitCode: 0 },
  { type: 'tool_result', id: 'c2', ok: false, output: 'There is no such tool.', exitCode: null },
  permission('asked', null, null),
  permission('allowed', 'c1', null),
  permission('denied', 'c2', 'Not today.'),
  permission('withdrawn', null, null),
  { type: 'file_change', path: 'src/a.js', change: 'created' },
  { type: 'file_change', path: 'b', change: 'modified' },
  { type: 'file_change', path: 'c', change: 'deleted' },
  { type: 'usage', inputTokens: 1, outputTokens: 2, costUsd: 0.5, steps: 3 },
  { type: 'usage', inputTokens: null, outputTokens: null, costUsd: null, steps: 0 },
  { type: 'error', code: 'agent_limit', message: 'Too many steps.' },
  { type: 'result', text: 'Done.' },
]

function permission(
  state: TranscriptRecordOf<'permission'>['state'],
  call: string | null,
  feedback: string | null,
): TranscriptRecord {
  return { type: 'permission', id: '1', call, tool: 'shell', title: 'rm -r x', state, feedback }
}

const LINES = RECORDS.map((record) => `${JSON.stringify(record)}\n`).join('')

test('every record is read as it was written', () => {
  for (const record of RECORDS) assert.deepEqual(parseRecord(JSON.stringify(record)), record)
})

test('a record that lacks a field, or has one of another type, is none', () => {
  for (const record of RECORDS) {
    for (const name of Object.keys(record)) {
      const { [name as 'type']: _, ...rest } = record
      assert.equal(parseRecord(JSON.stringify(rest)), null, `${record.type} without ${name}`)
      if (name === 'input') continue
      const other = { ...record, [name]: { not: 'this' } }
      assert.equal(parseRecord(JSON.stringify(other)), null, `${record.type} with another ${name}`)
    }
  }
})

test('what is no record at all is none', () => {
  for (const line of [
    '',
    'null',
    '7',
    '"message"',
    '[]',
    '{',
    '{"type":"message","id":"m","te',
    '{"type":"constructor"}',
    '{"type":"something_new","id":"1"}',
    '{"type":"plan","entries":[null]}',
    '{"type":"plan","entries":[{"content":"x","status":"maybe"}]}',
  ]) {
    assert.equal(parseRecord(line), null, line)
  }
})

test('fields that are not known do no harm', () => {
  const record = parseRecord('{"type":"result","text":"x","since":3}')
  assert.equal(record?.type, 'result')
})

test('a transcript in any pieces gives the same records', () => {
  const random = seeded(7)
  for (let round = 0; round < 50; round++) {
    const reader = new TranscriptReader()
    const records: TranscriptRecord[] = []
    for (let at = 0; at < LINES.length; ) {
      const length = 1 + Math.floor(random() * 40)
      records.push(...reader.add(LINES.slice(at, at + length)))
      at += length
    }
    assert.deepEqual(records, RECORDS)
  }
})

test('a record that was cut off by the output limit is left out', () => {
  const reader = new TranscriptReader()
  assert.deepEqual(reader.add(LINES.slice(0, -5)), RECORDS.slice(0, -1))
})
