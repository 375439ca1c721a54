import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { AgentUsage, FailureCode } from '@mission-control/protocol'
import { hasCode } from '../error-code.ts'

/**
 * How an agent's work ended, by its own word. In a file beside the run's, because the transcript may
 * have reached the output limit by then.
 */
export type Outcome = { usage: AgentUsage } & (
  | { result: string }
  | { code: FailureCode; message: string }
)

export const OUTCOME_SUFFIX = '.outcome'
const unfinished = (path: string) => `${path}.new`

/** All of it or nothing is there, also after a crash. */
export function writeOutcome(path: string, outcome: Outcome): void {
  writeFileSync(unfinished(path), JSON.stringify(outcome), { mode: 0o600 })
  renameSync(unfinished(path), path)
}

/** Null when the agent has left none. */
export function readOutcome(path: string): Outcome | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Outcome
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return null
    throw error
  }
}

export function removeOutcome(path: string): void {
  rmSync(path, { force: true })
  rmSync(unfinished(path), { force: true })
}
