import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { linkSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { editFile } from '../../src/agent/tools/edit-file.ts'
import { writeFile } from '../../src/agent/tools/write-file.ts'
import { temporaryFolder } from '../setup/folder.ts'

const place = (workDir: string) => ({ workDir, changed: () => undefined })
const SOURCE = new URL('../../src/agent/tools/', import.meta.url)

/** Runs it where no file may be longer than 4 KiB, as on a disk that is full. */
function withoutRoom(workDir: string, call: string): string {
  const script = `
    import { editFile } from '${SOURCE}edit-file.ts'
    import { writeFile } from '${SOURCE}write-file.ts'
    const place = { workDir: ${JSON.stringify(workDir)}, changed: () => undefined }
    try { ${call} } catch (error) { console.log(error.code) }`
  const limited = `trap '' XFSZ; ulimit -f 8; exec "$0" --input-type=module -e "$1"`
  return execFileSync('sh', ['-c', limited, process.execPath, script], { encoding: 'utf8' })
}

test('where a disk has no room the file that an agent changes is as it was, and a new one is not there', (t) => {
  const dir = temporaryFolder(t)
  const file = join(dir, 'a')
  writeFileSync(file, 'one two three')
  const rows = [
    "editFile(place, { path: 'a', old: 'two', new: 'x'.repeat(9_000) })",
    "writeFile(place, { path: 'a', content: 'x'.repeat(9_000) })",
    "writeFile(place, { path: 'b', content: 'x'.repeat(9_000) })",
  ]
  for (const row of rows) assert.equal(withoutRoom(dir, row), 'EFBIG\n', row)
  assert.equal(readFileSync(file, 'utf8'), 'one two three')
  assert.equal(statSync(join(dir, 'b'), { throwIfNoEntry: false }), undefined)
  assert.equal(withoutRoom(dir, "writeFile(place, { path: 'a', content: 'short' })"), '')
  assert.equal(readFileSync(file, 'utf8'), 'short')
})

test('a file that is changed stays the same one, longer or shorter', (t) => {
  const dir = temporaryFolder(t)
  const [file, other] = [join(dir, 'a.sh'), join(dir, 'b.sh')]
  writeFileSync(file, 'echo 1', { mode: 0o750 })
  linkSync(file, other)
  const { ino, mode } = statSync(file)
  editFile(place(dir), { path: 'a.sh', old: '1', new: 'größer' })
  assert.equal(readFileSync(other, 'utf8'), 'echo größer')
  editFile(place(dir), { path: 'a.sh', old: 'größer', new: '' })
  assert.equal(readFileSync(other, 'utf8'), 'echo ')
  writeFile(place(dir), { path: 'a.sh', content: '' })
  assert.equal(readFileSync(other, 'utf8'), '')
  const after = statSync(file)
  assert.deepEqual([after.ino, after.mode], [ino, mode])
})

test('a file that is not in UTF-8 is not changed, since all of it would be', (t) => {
  const dir = temporaryFolder(t)
  const file = join(dir, 'latin')
  const bytes = Buffer.from([0x67, 0x72, 0xf6, 0xdf, 0x65, 0x20, 0x31])
  writeFileSync(file, bytes)
  assert.throws(() => editFile(place(dir), { path: 'latin', old: '1', new: '2' }), /not in UTF-8/)
  assert.deepEqual(readFileSync(file), bytes)
})
