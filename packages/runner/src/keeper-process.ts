import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '@mission-control/durable'
import { hasCode } from './error-code.ts'
import { keepsFolder } from './keeps-folder.ts'
import { isAlive, type ProcessIdentity } from './process-identity.ts'
import { RUN_SUFFIX, runsFolder } from './run-file.ts'
import { readRunFile } from './run-file-reader.ts'

export const PID_FILE = 'keeper.pid'

/** The living keeper of a runner folder, or null. */
export function livingKeeper(dir: string): ProcessIdentity | null {
  try {
    const keeper = JSON.parse(readFileSync(join(dir, PID_FILE), 'utf8')) as ProcessIdentity
    return keepsFolder(keeper, dir) ? keeper : null
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return null
    throw error
  }
}

export function writePidFile(dir: string, { pid, startTime }: ProcessIdentity): void {
  writeDurably(join(dir, PID_FILE), JSON.stringify({ pid, startTime }))
}

/** Whether a keeper lives in this runner folder, and how many of its runs have not ended. */
export async function keeperStatus(dir: string): Promise<{ pid: number; runs: number } | null> {
  const keeper = livingKeeper(dir)
  if (keeper === null) return null
  const runs = readdirSync(runsFolder(dir)).filter((name) => {
    if (!name.endsWith(RUN_SUFFIX)) return false
    const { started, ended } = readRunFile(join(runsFolder(dir), name))
    return ended === null && started !== null && isAlive(started)
  })
  return { pid: keeper.pid, runs: runs.length }
}
