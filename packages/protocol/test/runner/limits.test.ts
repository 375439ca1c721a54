import assert from 'node:assert/strict'
import test from 'node:test'
import { encodeUp, FRAMES, FrameError, LIMITS, type Up } from '../../src/runner/index.ts'
import { decodeUp } from '../../src/runner/schemas.ts'
import { hello, output, UPS } from './messages.ts'

const MAX = Number.MAX_SAFE_INTEGER
const metrics = hello.metrics
const sized = (used: number) => ({ used, total: 1, percent: 1 })
const usage = { inputTokens: 1, outputTokens: 1, costUsd: 1, steps: 1 }
const agent = { kind: 'chat', model: null, ready: false, problem: null } as const
const permission = UPS.find(({ type }) => type === 'permission')!
const ended = (end: object) => ({ type: 'ended', runId: 'r', at: 1, seq: 0, end })
const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)

/** What an honest runner may say on an odd machine, or of an odd agent: taken, within its limits. */
const CUT: [what: string, message: object, path: string, expected: unknown][] = [
  [
    'many cores',
    { type: 'heartbeat', metrics: { ...metrics, cores: MAX } },
    'metrics.cores',
    LIMITS.cores,
  ],
  [
    'a disk beyond measure',
    { type: 'heartbeat', metrics: { ...metrics, disk: sized(1e308) } },
    'metrics.disk.used',
    LIMITS.size,
  ],
  [
    'less than no memory',
    { ...hello, metrics: { ...metrics, memory: sized(-1) } },
    'metrics.memory.used',
    0,
  ],
  [
    'more than all of the processor',
    { ...hello, metrics: { ...metrics, cpu: 1e9 } },
    'metrics.cpu',
    100,
  ],
  ['a date beyond the calendar', { type: 'started', runId: 'r', at: 9e15 }, 'at', LIMITS.at],
  ['a date before 1970', { ...ended({ kind: 'exited', exitCode: 0 }), at: -5 }, 'at', 0],
  [
    'a bill beyond measure',
    ended({ kind: 'answered', result: '', usage: { ...usage, costUsd: 1e300 } }),
    'end.usage.costUsd',
    LIMITS.costUsd,
  ],
  [
    'tokens beyond measure',
    ended({
      kind: 'failed',
      code: 'agent_error',
      message: '',
      usage: { ...usage, inputTokens: MAX },
    }),
    'end.usage.inputTokens',
    LIMITS.count,
  ],
  [
    'an input that is too deep',
    { ...permission, input: nested(1_000) },
    'input',
    '… (left out: it is nested more than 64 deep)',
  ],
  [
    'the answers to what nobody can see',
    { ...permission, input: nested(1_000) },
    'options',
    ['no'],
  ],
  [
    'a subject in many forms',
    { ...permission, subject: { kind: 'path', forms: Array(99).fill('p') } },
    'subject',
    null,
  ],
  [
    'a subject that is too long',
    { ...permission, subject: { kind: 'text', forms: ['x'.repeat(9_000)] } },
    'options',
    ['once', 'no'],
  ],
]

for (const [what, message, path, expected] of CUT) {
  test(`counts as its bound: ${what}`, () => {
    const frames = [JSON.stringify(message), encodeUp(message as Up) as string]
    for (const frame of frames) assert.deepEqual(at(decodeUp(frame), path), expected)
    assert.deepEqual(at(JSON.parse(frames[1]!), path), expected)
  })
}

const LONG = 'é'.repeat(250_000)
const TEXTS: [what: string, message: object, path: string, most: number][] = [
  [
    "an agent's problem",
    { type: 'agent', agent: { ...agent, problem: LONG } },
    'agent.problem',
    LIMITS.words,
  ],
  [
    'why an agent asks',
    { type: 'agent', agent: { ...agent, asksPermissionReason: LONG } },
    'agent.asksPermissionReason',
    LIMITS.words,
  ],
  [
    "an agent's model in a hello",
    { ...hello, agent: { ...agent, model: LONG } },
    'agent.model',
    LIMITS.name,
  ],
  [
    'what came of a test',
    { type: 'agentTested', requestId: 'r', ready: false, message: LONG },
    'message',
    LIMITS.words,
  ],
  ['an address', { ...hello, ipAddress: LONG }, 'ipAddress', LIMITS.word],
  ['a tool', { ...permission, tool: LONG }, 'tool', LIMITS.name],
  ['a title', { ...permission, title: LONG }, 'title', LIMITS.title],
  ['an input', { ...permission, input: { text: LONG + LONG } }, 'input', LIMITS.input],
  ['a result', ended({ kind: 'answered', result: LONG, usage }), 'end.result', LIMITS.result],
  [
    'a failure',
    ended({ kind: 'failed', code: 'agent_error', message: LONG }),
    'end.message',
    LIMITS.words,
  ],
]

for (const [what, message, path, most] of TEXTS) {
  test(`a text that is too long is cut, and says so: ${what}`, () => {
    for (const frame of [JSON.stringify(message), encodeUp(message as Up) as string]) {
      const cut = at(decodeUp(frame), path) as string
      assert.ok(cut.length <= most, `${cut.length}`)
      assert.match(cut, /é\n… \(\d+ more characters were left out\)$/)
    }
  })
}

const text = (length: number) => 'x'.repeat(length)
const REFUSED: [what: string, frame: string | Uint8Array, why: RegExp][] = [
  ['the id of a run that is too long', says({ type: 'queued', runId: text(201) }), /^runId: /],
  ['an instance that is too long', says({ ...hello, instanceId: text(201) }), /^instanceId: /],
  ['a dispatch beyond what is counted', says({ ...hello, lastDispatch: MAX }), /^lastDispatch: /],
  [
    'too many runs',
    says({ ...hello, runs: Array(20_001).fill({ runId: 'r', dispatch: 1 }) }),
    /^runs: /,
  ],
  [
    '400,000 runs',
    says({ ...hello, runs: Array(400_000).fill({ runId: 'r', dispatch: 1 }) }),
    /^hello: expected at most 2097152 characters/,
  ],
  ['an exit code out of range', says(ended({ kind: 'exited', exitCode: MAX })), /exitCode: /],
  [
    'a position out of range',
    says({ ...ended({ kind: 'exited', exitCode: 0 }), seq: MAX }),
    /^seq: /,
  ],
  ['16 MB of brackets', '['.repeat(16e6), /^a message: expected at most \d+ characters/],
  [
    'brackets that claim to be evidence',
    `{"type":"evidence","runId":"r","evidence":${'['.repeat(4e6)}`,
    /^evidence: expected at most (50000 values|\d+ characters)/,
  ],
  [
    'brackets that claim to be a question',
    `{"type":"permission","input":${'{"":'.repeat(1e5)}`,
    /^permission: expected at most 50000 values/,
  ],
  [
    'a beat with a list',
    says({ type: 'heartbeat', metrics, more: Array(2_000).fill(0) }),
    /^heartbeat: expected at most 1000 values/,
  ],
  [
    'a beat of 2 MB',
    says({ type: 'heartbeat', metrics, more: text(2e5) }),
    /^heartbeat: expected at most \d+ characters/,
  ],
  [
    'two types',
    `${says({ type: 'heartbeat', metrics }).slice(0, -1)},"type":"goodbye"}`,
    /^heartbeat: expected one type/,
  ],
  [
    'a chunk that is too large',
    encodeUp({ ...output, data: new Uint8Array(65_537) }) as Uint8Array,
    /at most 65536 bytes/,
  ],
  [
    'a header that is too large',
    encodeUp({ ...output, runId: text(5_000) }) as Uint8Array,
    /at most 4096 bytes/,
  ],
]

for (const [what, frame, why] of REFUSED) {
  test(`is refused in words: ${what}`, () => {
    assert.throws(
      () => decodeUp(frame),
      (error) => {
        assert.ok(error instanceof FrameError, String(error))
        assert.match(error.message, why)
        return true
      },
    )
  })
}

test('what is in strings counts as one value', () => {
  const diff = '[{,"\\'.repeat(40_000)
  const evidence = { files: [{ path: 'a', change: 'created', size: 1, diff }] }
  const message = { type: 'evidence', runId: 'r', evidence } as const
  assert.deepEqual(decodeUp(encodeUp(message)), message)
})

test('the largest that an honest runner says is taken', () => {
  const runs = Array.from({ length: LIMITS.runs }, (_, i) => ({
    runId: `run_${String(i).padStart(26, '0')}`,
    dispatch: 1e9 + i,
  }))
  const most: Up[] = [
    { ...hello, runs },
    { ...permission, input: nested(60) } as Up,
    { ...permission, input: Array(30_000).fill(1) } as Up,
    { type: 'evidence', runId: 'r', evidence: text(FRAMES.evidence.length - 4_096) },
  ]
  for (const message of most) assert.deepEqual(decodeUp(encodeUp(message)), message)
  assert.ok(FRAMES.ended.length > LIMITS.result * '\\u0000'.length)
})

function says(message: object): string {
  return JSON.stringify(message)
}

function at(message: unknown, path: string): unknown {
  return path.split('.').reduce((value, name) => (value as Record<string, unknown>)[name], message)
}

test('an amount that JSON makes infinite counts as its bound', () => {
  const frame = says({ type: 'heartbeat', metrics }).replace('"used":1', '"used":1e999')
  assert.equal(at(decodeUp(frame), 'metrics.memory.used'), LIMITS.size)
})
