import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runsFolder } from '../run-file.ts'

/** `<runId>.run`, `<runId>.spool`, and what lies beside them, as `<runId>.run.outcome`. */
const NAME = /^([^.]+)\.(?:run|spool)(?:\.\w+)*$/

/**
 * Removes the files of runs that the journal doesn't name: an earlier runner was killed after it had
 * forgotten them and before it had removed all of them.
 */
export function removeStrays(dir: string, known: ReadonlySet<string>): void {
  for (const name of readdirSync(runsFolder(dir))) {
    const [, runId] = NAME.exec(name) ?? []
    if (runId !== undefined && !known.has(runId)) rmSync(join(runsFolder(dir), name))
  }
}
