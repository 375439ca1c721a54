import assert from 'node:assert/strict'
import test from 'node:test'
import type { TranscriptRecord } from '@mission-control/protocol'
import { asText } from '../../src/transcript/as-text.ts'
import { Transcript } from '../../src/transcript/transcript.ts'

const lines = (...records: TranscriptRecord[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('')

function transcriptOf(...records: TranscriptRecord[]): Transcript {
  const transcript = new Transcript()
  transcript.append({ stream: 'agent', data: lines(...records) })
  return transcript
}

const entriesOf = (transcript: Transcript) =>
  Array.from({ length: transcript.count }, (_, index) => transcript.entry(index))

const says = (text: string, id = '1'): TranscriptRecord => ({ type: 'message', id, text })
const calls = (id: string, title = 'npm test'): TranscriptRecord => {
  return { type: 'tool_call', id, tool: 'shell', title, input: { command: title } }
}
const answers = (id: string, exitCode: number | null): TranscriptRecord => {
  return { type: 'tool_result', id, ok: true, output: 'out', exitCode }
}
const changes = (path: string, change: 'created' | 'modified'): TranscriptRecord => {
  return { type: 'file_change', path, change }
}

test('pieces of one message grow in one entry, wherever a chunk is cut', () => {
  const transcript = new Transcript()
  const whole = lines(says('I will '), says('look. '), { type: 'thought', id: '1', text: 'Hm.' })
  for (const data of [...whole, lines(says('Now.'))]) transcript.append({ stream: 'agent', data })
  assert.deepEqual(entriesOf(transcript), [
    { kind: 'message', text: 'I will look. Now.' },
    { kind: 'thought', text: 'Hm.' },
  ])
})

test('an entry that has changed is another object, one that has not is the same', () => {
  const transcript = transcriptOf(says('a'), calls('t'))
  const [message, tool] = entriesOf(transcript)
  transcript.take(answers('t', 0))
  assert.equal(transcript.entry(0), message)
  assert.notEqual(transcript.entry(1), tool)
})

test('a result belongs to its call, whatever came between; a later call knows more', () => {
  const transcript = transcriptOf(calls('a', '…'), calls('b'), answers('a', 1), calls('a', 'make'))
  const input = { command: 'make' }
  const result = { ok: true, output: 'out', exitCode: 1 }
  assert.deepEqual(transcript.entry(0), {
    kind: 'tool',
    tool: 'shell',
    title: 'make',
    input,
    result,
  })
  assert.equal(transcript.count, 2)
})

test('what a person was asked is one entry, which the answer changes', () => {
  const asked = {
    type: 'permission',
    id: 'p',
    call: 't',
    tool: 'shell',
    title: 'git push',
  } as const
  const transcript = transcriptOf({ ...asked, state: 'asked', feedback: null }, says('Meanwhile.'))
  transcript.take({ ...asked, state: 'denied', feedback: 'Not on a Friday.' })
  assert.deepEqual(transcript.entry(0), {
    kind: 'permission',
    title: 'git push',
    state: 'denied',
    feedback: 'Not on a Friday.',
  })
})

test('a result without its call shows all the same', () => {
  const [entry] = entriesOf(transcriptOf(answers('lost', 0)))
  assert.equal(entry?.kind === 'tool' && entry.result?.output, 'out')
})

test('a later plan and later usage take the place of the earlier', () => {
  const plan = (status: 'pending' | 'completed'): TranscriptRecord => {
    return { type: 'plan', entries: [{ content: 'test', status }] }
  }
  const used = (steps: number) => ({ inputTokens: 1, outputTokens: 2, costUsd: null, steps })
  const transcript = transcriptOf(plan('pending'), { type: 'usage', ...used(1) }, plan('completed'))
  transcript.take({ type: 'usage', ...used(2) })
  assert.deepEqual(transcript.plan, [{ content: 'test', status: 'completed' }])
  assert.deepEqual(transcript.usage, used(2))
  assert.equal(transcript.count, 0)
})

test('changes in a row are one entry, in which each file stands once', () => {
  const row = [changes('a', 'created'), changes('b', 'modified'), changes('a', 'modified')]
  const transcript = transcriptOf(...row, says('between'), changes('a', 'modified'))
  assert.deepEqual(entriesOf(transcript), [
    {
      kind: 'changes',
      files: [
        { path: 'b', change: 'modified' },
        { path: 'a', change: 'created' },
      ],
    },
    { kind: 'message', text: 'between' },
    { kind: 'changes', files: [{ path: 'a', change: 'modified' }] },
  ])
})

test('what was said last and is the answer is not said twice', () => {
  const once = transcriptOf(says('All done.'), changes('a', 'created'), {
    type: 'result',
    text: 'All done.\n',
  })
  assert.deepEqual(
    entriesOf(once).map(({ kind }) => kind),
    ['changes', 'result'],
  )
  const apart = transcriptOf(says('Almost.'), { type: 'result', text: 'All done.' })
  assert.equal(apart.count, 2)
})

test('what is no transcript shows beside it, and what nobody knows is skipped', () => {
  const transcript = new Transcript()
  transcript.append({ stream: 'agent', data: '{"type":"from a later version"}\nnot json\n' })
  transcript.append({ stream: 'stderr', data: 'warning: ' })
  transcript.append({ stream: 'stderr', data: 'slow\n' })
  transcript.append({ stream: 'system', data: 'The output limit is reached.\n' })
  assert.deepEqual(entriesOf(transcript), [
    { kind: 'printed', stream: 'stderr', text: 'warning: slow\n' },
    { kind: 'printed', stream: 'system', text: 'The output limit is reached.\n' },
  ])
})

test('it is copied as Markdown, in which no output ends its own fence', () => {
  const output = '```\nnot the end'
  const transcript = transcriptOf(
    says('First.'),
    calls('t'),
    { type: 'tool_result', id: 't', ok: false, output, exitCode: 2 },
    { type: 'result', text: 'Done.' },
  )
  assert.equal(
    asText(transcript),
    `First.\n\n\`\`\`\`\n$ npm test (exit 2)\n${output}\n\`\`\`\`\n\nDone.\n`,
  )
})

test('ten thousand pieces of a message are taken in at once', () => {
  const transcript = transcriptOf(...Array.from({ length: 10_000 }, () => says('word ')))
  assert.equal(transcript.count, 1)
})
