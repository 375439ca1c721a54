import assert from 'node:assert/strict'
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { OUTPUT_START, type OutputPosition, type RunStream } from '@mission-control/protocol/runner'
import { SpoolWriter } from '../src/keeper/spool-writer.ts'
import { CHUNK_MAX_BYTES, type Chunk, Chunks } from '../src/spool/chunks.ts'
import { SpoolReader, type SpoolRecord } from '../src/spool/reader.ts'
import { incompleteTail } from '../src/spool/utf8-boundary.ts'
import { temporaryFolder } from './setup/folder.ts'

const STREAMS = ['stdout', 'stderr', 'system'] as const
const TEXT = 'aé€😀 \u0000ß漢字🏳️‍🌈\n'
const utf8 = new TextDecoder('utf-8', { fatal: true })

type Output = Record<RunStream, Buffer>

function record(stream: RunStream, data: Uint8Array<ArrayBuffer>): SpoolRecord {
  return { stream, at: 1, data }
}

/** All chunks, read in batches as a reader would hand them out. */
function chunksOf(records: SpoolRecord[], from: OutputPosition, batch: () => number): Chunk[] {
  const chunks = new Chunks(from)
  const all: Chunk[] = []
  for (let at = 0; at < records.length; ) {
    const next = at + batch()
    all.push(...chunks.of(records.slice(at, next)))
    at = next
  }
  return [...all, ...chunks.rest()].map((chunk) => ({ ...chunk, data: chunk.data.slice() }))
}

function joined(parts: readonly { stream: RunStream; data: Uint8Array }[]): Output {
  const of = (stream: RunStream) =>
    Buffer.concat(parts.filter((part) => part.stream === stream).map(({ data }) => data))
  return {
    stdout: of('stdout'),
    stderr: of('stderr'),
    system: of('system'),
    agent: of('agent'),
  }
}

/** A generator that repeats itself, so that a failure can be looked at again. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return state % below
  }
}

test('the unfinished end of a UTF-8 sequence is found, and what is no UTF-8 is not held back', () => {
  for (const character of ['é', '€', '😀']) {
    const bytes = Buffer.from(`a${character}`)
    for (let length = 1; length <= bytes.length; length++) {
      const expected = length === bytes.length ? 0 : length - 1
      assert.equal(incompleteTail(bytes.subarray(0, length)), expected, `${character} ${length}`)
    }
  }
  for (const bytes of [[], [0x80], [0x80, 0x80, 0x80, 0x80], [0xff], [0xc0], [0x41, 0xbf]]) {
    assert.equal(incompleteTail(Uint8Array.from(bytes)), 0)
  }
})

test('any cutting of a text into records gives chunks that decode, and any resume the rest', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const next = random(seed)
    const texts = { stdout: TEXT.repeat(next(400)), stderr: TEXT.repeat(next(40)), system: 'end' }
    const left = Object.fromEntries(
      STREAMS.map((stream) => [stream, Uint8Array.from(Buffer.from(texts[stream]))]),
    ) as Record<RunStream, Uint8Array<ArrayBuffer>>
    const records: SpoolRecord[] = []
    while (STREAMS.some((stream) => left[stream].length > 0)) {
      const stream = STREAMS[next(3)]!
      const data = left[stream].subarray(0, 1 + next(next(2) === 0 ? 4 : 3000))
      left[stream] = left[stream].subarray(data.length)
      if (data.length > 0) records.push(record(stream, data))
    }
    const whole = joined(records)
    const chunks = chunksOf(records, OUTPUT_START, () => 1 + next(5))
    assert.deepEqual(joined(chunks), whole)
    let position: OutputPosition = OUTPUT_START
    for (const { seq, stream, offset, data } of chunks) {
      assert.deepEqual([seq, offset], [position.seq + 1, position[stream]])
      assert.ok(data.length > 0 && data.length <= CHUNK_MAX_BYTES)
      utf8.decode(data)
      position = { ...position, seq, [stream]: offset + data.length }
      if (next(10) > 0) continue
      const rest = joined(chunksOf(records, position, () => 1 + next(9)))
      for (const stream of STREAMS) {
        assert.deepEqual(rest[stream], whole[stream].subarray(position[stream]))
      }
    }
  }
})

test('bytes that are no text come through as they are', () => {
  const next = random(5)
  const records = Array.from({ length: 300 }, () =>
    record(
      STREAMS[next(2)]!,
      Uint8Array.from({ length: 1 + next(900) }, () => next(256)),
    ),
  )
  assert.deepEqual(joined(chunksOf(records, OUTPUT_START, () => 1 + next(7))), joined(records))
})

test('neighbours of one stream become one chunk of at most 64 KiB; streams are not mixed', () => {
  const part = (text: string) => Uint8Array.from(Buffer.from(text))
  const [a, b, c] = chunksOf(
    [record('stdout', part('1')), record('stdout', part('2')), record('stderr', part('3'))],
    OUTPUT_START,
    () => 9,
  )
  assert.deepEqual([a?.stream, `${a && Buffer.from(a.data)}`], ['stdout', '12'])
  assert.deepEqual([b?.stream, b?.seq, b?.offset, c], ['stderr', 2, 0, undefined])
  const large = Array.from({ length: 5 }, () => record('stdout', new Uint8Array(40_000).fill(65)))
  const lengths = chunksOf(large, OUTPUT_START, () => 9).map(({ data }) => data.length)
  assert.deepEqual(lengths, [65_536, 65_536, 65_536, 200_000 - 3 * 65_536])
})

test('a record that fills a chunk is not joined to its neighbours, so none of it is copied', () => {
  const sizes = [10, 20, CHUNK_MAX_BYTES, CHUNK_MAX_BYTES, 30]
  const records = sizes.map((size) => record('stdout', new Uint8Array(size).fill(65)))
  const chunks = new Chunks().of(records)
  assert.deepEqual(
    chunks.map(({ data }) => data.length),
    [30, CHUNK_MAX_BYTES, CHUNK_MAX_BYTES, 30],
  )
  assert.equal(chunks[1]?.data.buffer, records[2]?.data.buffer)
})

test('a reader gets what the writer wrote, and no record before it is whole', (t) => {
  const path = join(temporaryFolder(t), 'spool')
  const reader = new SpoolReader(path)
  assert.deepEqual(reader.read(), [], 'there is no spool yet')
  const writer = new SpoolWriter(path, 1000)
  writer.append('stdout', Buffer.from('one'))
  writer.append('stderr', Buffer.from('two'))
  const read = () => reader.read().map(({ stream, data }) => `${stream} ${Buffer.from(data)}`)
  assert.deepEqual(read(), ['stdout one', 'stderr two'])
  assert.deepEqual(read(), [])
  const whole = readFileSync(path)
  for (let length = 1; length < 19; length++) {
    truncateSync(path, whole.length)
    appendFileSync(path, whole.subarray(0, length))
    assert.deepEqual(read(), [], `${length} bytes of a record`)
  }
  truncateSync(path, whole.length)
  writer.append('stdout', Buffer.from('three'))
  assert.deepEqual(read(), ['stdout three'])
  reader.rewind()
  assert.deepEqual(read(), ['stdout one', 'stderr two', 'stdout three'])
  reader.close()
})

test('a spool that is damaged is an error, after what comes before the damage', (t) => {
  const path = join(temporaryFolder(t), 'spool')
  const writer = new SpoolWriter(path, 1000)
  writer.append('stdout', Buffer.from('one'))
  writer.close()
  writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(64, 0xff)]))
  const reader = new SpoolReader(path)
  assert.equal(reader.read().length, 1)
  assert.throws(() => reader.read(), /is damaged at byte 19/)
  reader.close()
})

test('the limit cuts exactly, once, whatever the pieces are', (t) => {
  const folder = temporaryFolder(t)
  for (const limit of [1, 10, 64 * 1024, 100_000]) {
    const path = join(folder, `${limit}`)
    const writer = new SpoolWriter(path, limit)
    for (let piece = 0; piece < 40; piece++) {
      writer.append(piece % 2 ? 'stdout' : 'stderr', Buffer.alloc(piece * 300, 65))
    }
    writer.finish()
    writer.close()
    const reader = new SpoolReader(path)
    const all: SpoolRecord[] = []
    for (let some = reader.read(); some.length > 0; some = reader.read()) {
      all.push(...some.map((record) => ({ ...record, data: record.data.slice() })))
    }
    reader.close()
    const output = joined(all)
    assert.equal(output.stdout.length + output.stderr.length, limit)
    assert.match(`${output.system}`, /^Output limit of .* reached: what follows is not kept\.\n$/)
    assert.equal(all.at(-1)?.stream, 'system')
  }
})

test('output that just fits the limit gets no marker', (t) => {
  const path = join(temporaryFolder(t), 'spool')
  const writer = new SpoolWriter(path, 5)
  writer.append('stdout', Buffer.from('12345'))
  writer.close()
  assert.equal(readFileSync(path).length, 16 + 5)
})
