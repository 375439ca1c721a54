import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { SpoolWriter } from '../src/keeper/spool-writer.ts'
import { type Pumped, RunOutput } from '../src/runs/output.ts'
import { CHUNK_MAX_BYTES, type Chunk } from '../src/spool/chunks.ts'
import { READ_BYTES } from '../src/spool/reader.ts'
import { temporaryFolder } from './setup/folder.ts'

const MIB = 1024 * 1024
const PRINTED = 10 * MIB
/** What may be under way without the server's word, and the last read that went beyond it. */
const WINDOW = 4 * MIB

test('to a server that stores nothing no more goes than the window; with each word from it, the rest', (t) => {
  const { output, pump } = printed(t)
  const first = pump()
  assert.equal(first.end, 'window_full')
  assert.ok(first.bytes >= WINDOW && first.bytes < WINDOW + READ_BYTES, `${first.bytes} bytes`)
  assert.deepEqual(pump(), { end: 'window_full', bytes: 0 })

  let bytes = first.bytes
  for (let end: Pumped = first.end; end === 'window_full'; ) {
    output.acknowledged(output.position)
    const next = pump()
    assert.ok(next.bytes < WINDOW + READ_BYTES, `${next.bytes} bytes at once`)
    bytes += next.bytes
    end = next.end
  }
  assert.equal(bytes, PRINTED)
})

test('what was under way when the link was lost is handed out again, and nothing before it', (t) => {
  const { output, chunks, pump } = printed(t)
  pump()
  const stored = chunks.at(9)!
  output.rewind({
    seq: stored.seq,
    stdout: stored.offset + stored.data.length,
    stderr: 0,
    system: 0,
    agent: 0,
  })
  chunks.length = 0
  pump()
  assert.deepEqual(
    { seq: chunks[0]?.seq, offset: chunks[0]?.offset },
    { seq: stored.seq + 1, offset: stored.offset + stored.data.length },
  )
})

/** A run that has printed; `pump` hands out what may go now. */
function printed(t: TestContext) {
  const spool = join(temporaryFolder(t), 'spool')
  const writer = new SpoolWriter(spool, PRINTED)
  const piece = Buffer.alloc(CHUNK_MAX_BYTES, 'x')
  for (let at = 0; at < PRINTED; at += piece.length) writer.append('stdout', piece)
  writer.close()
  const output = new RunOutput(spool, Buffer.allocUnsafe(READ_BYTES))
  t.after(() => output.close())
  const chunks: Chunk[] = []
  const pump = () => {
    const before = chunks.length
    let end = output.pump(true, (chunk) => chunks.push(chunk))
    while (end === 'more') end = output.pump(true, (chunk) => chunks.push(chunk))
    const bytes = chunks.slice(before).reduce((sum, { data }) => sum + data.length, 0)
    return { end, bytes }
  }
  return { output, chunks, pump }
}
