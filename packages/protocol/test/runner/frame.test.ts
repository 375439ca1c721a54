import assert from 'node:assert/strict'
import test from 'node:test'
import { decodeDown, encodeDown, encodeUp, type Frame, FrameError } from '../../src/runner/index.ts'
import { Down, decodeUp, Up } from '../../src/runner/schemas.ts'
import { pick, seeded } from '../setup/seeded.ts'
import { DOWNS, hello, output, UPS } from './messages.ts'

const typesOf = (union: typeof Up | typeof Down) => union.options.map((o) => o.shape.type.value)

test('the examples hold every message of both sides', () => {
  assert.deepEqual(new Set(UPS.map(({ type }) => type)), new Set(typesOf(Up)))
  assert.deepEqual(new Set(DOWNS.map(({ type }) => type)), new Set(typesOf(Down)))
})

test('every message of a runner arrives as it was sent', () => {
  for (const message of UPS) assert.deepEqual(decodeUp(encodeUp(message)), message)
})

test('every message of the server arrives as it was sent', () => {
  for (const message of DOWNS) assert.deepEqual(decodeDown(encodeDown(message)), message)
})

test('only output travels as a binary frame, its bytes unchanged', () => {
  for (const message of UPS) {
    assert.equal(typeof encodeUp(message), message.type === 'output' ? 'object' : 'string')
  }
})

test('a frame is read wherever in a buffer it lies', () => {
  const frame = encodeUp(output) as Uint8Array
  const padded = new Uint8Array(frame.length + 6).fill(0xff)
  padded.set(frame, 3)
  assert.deepEqual(decodeUp(padded.subarray(3, 3 + frame.length)), output)
})

test('fields from a newer version are ignored', () => {
  const newer = JSON.stringify({ ...hello, fromTheFuture: true })
  assert.deepEqual(decodeUp(newer), hello)
})

const header = (json: string) => {
  const bytes = Buffer.from(json)
  return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 255), bytes])
}

const MALFORMED: [what: string, frame: Frame][] = [
  ['empty text', ''],
  ['no JSON', '{'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a string', '"hello"'],
  ['no type', '{}'],
  ['an unknown type', '{"type":"dance"}'],
  ['a type from a prototype', '{"type":"__proto__"}'],
  ['a missing field', '{"type":"queued"}'],
  ['a wrong field', '{"type":"queued","runId":1}'],
  ['output as text', JSON.stringify({ ...output, data: 'x' })],
  ['an empty binary frame', new Uint8Array()],
  ['half a length', Uint8Array.of(0)],
  ['a header that is longer than the frame', Uint8Array.of(255, 255, 123)],
  ['an empty header', Uint8Array.of(0, 0, 1, 2)],
  ['a header that is not UTF-8', Uint8Array.of(0, 2, 0xff, 0xfe)],
  ['a header that is no JSON', header('{')],
  ['a header that is null', header('null')],
  ['a header that is a number', header('7')],
  ['a header that is a list', header('[1]')],
  ['a header of another message', header('{"type":"nope"}')],
  ['a sequence number of 0', header(JSON.stringify({ ...output, seq: 0 }))],
  ['a negative offset', header(JSON.stringify({ ...output, offset: -1 }))],
]

for (const [what, frame] of MALFORMED) {
  test(`a frame is refused in words: ${what}`, () => {
    assert.throws(() => decodeUp(frame), FrameError)
    assert.throws(() => decodeDown(frame), FrameError)
  })
}

test('a message of one side is not one of the other', () => {
  for (const message of UPS) assert.throws(() => decodeDown(encodeUp(message)), FrameError)
  for (const message of DOWNS) assert.throws(() => decodeUp(encodeDown(message)), FrameError)
})

/** The frame with a few bytes replaced, removed or put in. */
function mutated(frame: Frame, random: () => number): Frame {
  const bytes = [...(typeof frame === 'string' ? Buffer.from(frame) : frame)]
  const edits = 1 + Math.floor(random() * 4)
  for (let edit = 0; edit < edits; edit++) {
    const at = Math.floor(random() * bytes.length)
    const some = pick(random, [0, 34, 44, 58, 91, 93, 123, 125, 255, Math.floor(random() * 256)])
    const removed = pick(random, [0, 1, 1, Math.floor(random() * bytes.length)])
    bytes.splice(at, removed, ...(random() < 0.7 ? [some] : []))
  }
  const buffer = Buffer.from(bytes)
  return random() < 0.5 ? buffer : buffer.toString('utf8')
}

test('5,000 damaged frames are understood or refused, and nothing else happens', () => {
  const random = seeded(2026)
  const ups = UPS.filter((message) => message.type !== 'output' || message.data.length < 100)
  let refused = 0
  for (let round = 0; round < 5000; round++) {
    const original = random() < 0.7 ? encodeUp(pick(random, ups)) : encodeDown(pick(random, DOWNS))
    const frame = mutated(original, random)
    for (const decode of [decodeUp, decodeDown]) {
      try {
        decode(frame)
      } catch (error) {
        if (!(error instanceof FrameError)) throw new Error(`round ${round}`, { cause: error })
        refused++
      }
    }
  }
  assert.ok(refused > 5000, `${refused}`)
})

/** The value with one part of it, at any depth, replaced or taken away. */
function damaged(value: unknown, random: () => number): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.2) {
    return pick(random, [undefined, null, '', 'text', 0, 1, -1, 1.5, 2 ** 60, true, [], {}, [{}]])
  }
  const keys = Object.keys(value)
  if (keys.length === 0) return value
  const copy = structuredClone(value) as Record<string, unknown>
  const key = pick(random, keys)
  copy[key] = damaged(copy[key], random)
  return copy
}

test('the check by hand takes exactly what the schema takes', () => {
  const random = seeded(7)
  const taken = { yes: 0, no: 0 }
  for (let round = 0; round < 5000; round++) {
    const frame = JSON.stringify(damaged(pick(random, DOWNS), random) ?? null)
    const expected = Down.safeParse(JSON.parse(frame)).success
    taken[expected ? 'yes' : 'no']++
    if (expected) decodeDown(frame)
    else assert.throws(() => decodeDown(frame), FrameError, frame)
  }
  assert.ok(taken.yes > 300 && taken.no > 300, JSON.stringify(taken))
})
