import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf, isRefusal } from '../error-code.ts'
import type { Log } from '../log.ts'
import { runsFolder } from '../run-file.ts'

/**
 * Removes the files of runs that the journal doesn't name: an earlier runner was killed after it had
 * forgotten them and before it had removed all of them.
 */
export function removeStrays(dir: string, known: ReadonlySet<string>, log: Log): void {
  try {
    for (const name of readdirSync(runsFolder(dir))) {
      const runId = runOf(name)
      if (runId !== null && !known.has(runId)) rmSync(join(runsFolder(dir), name))
    }
  } catch (error) {
    if (!isRefusal(error)) throw error
    log.warn(
      { error: codeOf(error) },
      'Files of forgotten runs could not be removed; the next start tries again',
    )
  }
}

/** Of `<runId>.run`, `<runId>.spool` and what lies beside them, as `<runId>.run.outcome`. */
function runOf(name: string): string | null {
  const parts = name.split('.')
  const at = parts.findLastIndex((part) => part === 'run' || part === 'spool')
  return at > 0 ? parts.slice(0, at).join('.') : null
}
