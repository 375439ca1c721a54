import { renameSync } from 'node:fs'
import { join } from 'node:path'

/** Puts `fresh` where `folder` is, whole; what was there goes to `aside`. Others may do so at the same time. */
export function replaceFolder(folder: string, fresh: string, aside: string): void {
  for (let round = 0; !renamed(fresh, folder, ['ENOTEMPTY', 'EEXIST']); round++) {
    renamed(folder, join(aside, `old-${round}`), ['ENOENT'])
  }
}

/** False if it failed for one of the expected reasons. */
function renamed(from: string, to: string, expected: string[]): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (expected.includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}
