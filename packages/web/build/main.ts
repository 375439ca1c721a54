/**
 * Builds the dashboard into packages/web/dist, all or nothing: into a folder of its own, which then
 * takes dist's place. Builds at the same time do no harm, nor do interrupted ones.
 */
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { replaceFolder } from './replace-folder.ts'

const web = resolve(import.meta.dirname, '..')
/** What an interrupted build has left is nobody's after so long, in ms. */
const ABANDONED_AFTER = 60 * 60 * 1000

for (const name of readdirSync(web)) {
  const path = join(web, name)
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
  if (name.startsWith('.dist-') && Date.now() - mtimeMs > ABANDONED_AFTER) remove(path)
}

const own = mkdtempSync(join(web, '.dist-'))
try {
  // By the file system's clock, as the sources: what changes from here on is newer than the build.
  const startedAt = statSync(own).mtime
  const fresh = join(own, 'fresh')
  await build({ root: web, logLevel: 'error', build: { outDir: fresh, emptyOutDir: true } })
  const mark = join(fresh, '.built')
  writeFileSync(mark, '')
  utimesSync(mark, startedAt, startedAt)
  replaceFolder(join(web, 'dist'), fresh, own)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  remove(own)
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true })
}
