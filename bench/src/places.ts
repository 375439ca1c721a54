import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '../..')
export const RESULTS = join(ROOT, 'bench/results')

export interface Folder extends Disposable {
  path: string
}

/** A folder that is removed at the end of its scope. Under TMPDIR: point that at a real disk, else an fsync costs nothing. */
export function temporaryFolder(name: string): Folder {
  const path = mkdtempSync(join(tmpdir(), `mission-control-bench-${name}-`))
  return {
    path,
    [Symbol.dispose]: () =>
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  }
}
