import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hasCode } from '../error-code.ts'

/*
 * What an agent host has to say to the runner is in files beside the run's, because the host is held
 * by the keeper and outlives the runner. They are JSON, and go with the run.
 */

const unfinished = (path: string) => `${path}.new`

/** All of it or nothing is there, also after a crash. */
export function writeSideFile(path: string, content: unknown): void {
  writeFileSync(unfinished(path), JSON.stringify(content), { mode: 0o600 })
  renameSync(unfinished(path), path)
}

/** Null where there is none, or none that can be used. */
export function readSideFile(path: string, maxBytes = Number.POSITIVE_INFINITY): unknown {
  try {
    return statSync(path).size > maxBytes ? null : JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return null
    throw error
  }
}

export function removeSideFile(path: string): void {
  rmSync(path, { force: true })
  rmSync(unfinished(path), { force: true })
}
