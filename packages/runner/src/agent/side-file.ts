import { readFileSync, rmSync, statSync } from 'node:fs'
import { writeDurably } from '@mission-control/durable'
import { hasCode } from '../error-code.ts'

/*
 * What an agent host has to say to the runner is in files beside the run's, because the host is held
 * by the keeper and outlives the runner. They are JSON, and go with the run.
 */

/** All of it or nothing is there, also after a crash. */
export function writeSideFile(path: string, content: unknown): void {
  writeDurably(path, JSON.stringify(content))
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
  // Left by a host that was killed while it wrote.
  rmSync(`${path}.new`, { force: true })
}
