/**
 * Compiles the programs of this checkout, for those that run for long: into a folder of its own in
 * packages/package/dist, which the file `current` there then names. So what runs keeps to its own files, whatever
 * becomes of sources and dependencies. The same programs get the same folder: what Node keeps of them is found again.
 */
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { abandoned } from './abandoned.ts'
import { makePackage } from './package.ts'
import { ROOT } from './places.ts'

const PLACE = join(ROOT, 'packages/package/dist')

mkdirSync(PLACE, { recursive: true })
const own = mkdtempSync(join(PLACE, '.new-'))
try {
  // By the file system's clock, as the sources: what changes from here on is newer than what is made.
  const startedAt = statSync(own).mtime
  const fresh = join(own, 'package')
  await makePackage(fresh, true)
  const name = settled(fresh)
  // The dashboard as it is built last: that of a program that runs may be newer than the program.
  symlinkSync(join(ROOT, 'packages/web'), join(fresh, 'web'))
  if (!existsSync(join(PLACE, name))) renameSync(fresh, join(PLACE, name))
  const current = join(own, 'current')
  writeFileSync(current, `${name}\n`)
  utimesSync(current, startedAt, startedAt)
  renameSync(current, join(PLACE, 'current'))
  for (const path of abandoned(PLACE, name)) rmSync(path, { recursive: true, force: true })
} finally {
  rmSync(own, { recursive: true, force: true })
}

/** All files are on disk; a name that their contents give. */
function settled(root: string): string {
  const hash = createHash('sha256')
  for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = openSync(join(root, path), 'r')
    try {
      if (!statSync(join(root, path)).isFile()) continue
      hash.update(path).update(readFileSync(file))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  }
  return hash.digest('hex').slice(0, 16)
}
