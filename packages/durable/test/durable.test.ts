import assert from 'node:assert/strict'
import fs, {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ownTree, readDurable, readDurableJson, writeDurably } from '../src/index.ts'

function newFolder(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  t.after(() => rmSync(dir, { recursive: true }))
  return dir
}

type Call = 'openSync' | 'writeSync' | 'fsyncSync' | 'renameSync'

/** Has the nth of these calls fail. */
function failing(t: TestContext, call: Call, nth: number, code: string): () => void {
  let calls = 0
  const real = fs[call] as (...args: unknown[]) => unknown
  const mock = t.mock.method(fs, call, (...args: unknown[]) => {
    if (++calls === nth) throw Object.assign(new Error(code), { code })
    return real(...args)
  })
  syncBuiltinESMExports()
  return () => {
    mock.mock.restore()
    syncBuiltinESMExports()
  }
}

const STEPS = [
  ['openSync', 1, 'EMFILE', 'old'],
  ['openSync', 2, 'ENOSPC', 'old'],
  ['writeSync', 1, 'ENOSPC', 'old'],
  ['fsyncSync', 1, 'EIO', 'old'],
  ['renameSync', 1, 'EROFS', 'old'],
  // The name is the new file's by then.
  ['fsyncSync', 2, 'EIO', 'new'],
] as const

test('a write that fails at any of its steps throws, and leaves one whole file and nothing else', (t) => {
  for (const [call, nth, code, left] of STEPS) {
    const dir = newFolder(t)
    const descriptors = readdirSync('/proc/self/fd').length
    writeDurably(join(dir, 'replaced'), 'old')
    for (const name of ['replaced', 'made']) {
      const restore = failing(t, call, nth, code)
      assert.throws(() => writeDurably(join(dir, name), 'new'), { code }, `${call} ${nth}`)
      restore()
    }
    assert.deepEqual(readdirSync(dir), ['replaced'], `${call} ${nth}`)
    assert.equal(readFileSync(join(dir, 'replaced'), 'utf8'), left, `${call} ${nth}`)
    assert.equal(readdirSync('/proc/self/fd').length, descriptors, `${call} ${nth}`)
    writeDurably(join(dir, 'replaced'), 'newer')
    assert.equal(readFileSync(join(dir, 'replaced'), 'utf8'), 'newer')
  }
})

test('what is written is for this user alone, also where others could read what was there', (t) => {
  const dir = newFolder(t)
  for (const name of ['file', 'file.new']) writeFileSync(join(dir, name), 'old', { mode: 0o644 })
  writeDurably(join(dir, 'file'), 'new')
  assert.equal(statSync(join(dir, 'file')).mode & 0o777, 0o600)
})

test('what is read is what was written, or missing, or damaged', (t) => {
  const path = join(newFolder(t), 'file')
  const read = () => readDurable(path, (text) => text === 'right')
  assert.equal(read(), 'missing')
  writeDurably(path, '')
  assert.equal(read(), 'damaged')
  writeDurably(path, 'right\n')
  assert.deepEqual(read(), { text: 'right' })
})

test('JSON that is missing, cut off or not what it should be is not read', (t) => {
  const path = join(newFolder(t), 'file')
  const read = () => readDurableJson<{ name: string }>(path, ({ name }) => name === 'right')
  assert.equal(read(), undefined)
  for (const text of ['', '{"name":"rig', '{"name":"wrong"}']) {
    writeDurably(path, text)
    assert.equal(read(), undefined, text)
  }
  writeDurably(path, '{"name":"right"}\n')
  assert.deepEqual(read(), { name: 'right' })
})

test('a folder that others could look into is closed to them, with what lies in it', (t) => {
  const dir = newFolder(t)
  mkdirSync(join(dir, 'runs'), { mode: 0o755 })
  mkdirSync(join(dir, 'work'))
  const files = ['journal', 'runs/a.run', 'work/theirs']
  for (const name of files) writeFileSync(join(dir, name), '', { mode: 0o644 })
  for (const name of ['.', 'work']) chmodSync(join(dir, name), 0o755)
  ownTree(dir, ['runs'])
  const modes = ['.', 'runs', 'work', ...files].map(
    (name) => statSync(join(dir, name)).mode & 0o777,
  )
  assert.deepEqual(modes, [0o700, 0o700, 0o755, 0o600, 0o600, 0o644])
})
