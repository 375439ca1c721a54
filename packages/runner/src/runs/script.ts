import { renameSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** A command whose first line names what runs it, as `#!/usr/bin/env python3`: the system reads that of files only. */
export const isScript = (command: string): boolean => command.startsWith('#!')

/**
 * Writes it to the file and returns the line that has a shell become it. A shell says in its usual
 * words, and by its usual exit codes, where the interpreter is missing or can't be run.
 */
export function commandOfScript(script: string, file: string): string {
  const path = resolve(file)
  const unfinished = `${path}.new`
  writeFileSync(unfinished, script, { mode: 0o700 })
  renameSync(unfinished, path)
  return `exec '${path.replaceAll("'", `'\\''`)}'`
}
