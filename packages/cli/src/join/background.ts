import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '@mission-control/server/start-error'
import { isFree } from '../folder-lock.ts'
import { readRunnerState } from './runner-state.ts'

const LOOK_EVERY_MS = 50
/** How long the server may take to see the runner, in ms. */
const SEEN_WITHIN_MS = 30_000
/** How long a runner may take to stop, in ms. */
const STOPPED_WITHIN_MS = 10_000

const logOf = (dir: string) => join(dir, 'runner.log')

/** Starts the folder's runner, to go on when this process and its terminal have gone; its pid. */
export function startInBackground(dir: string): number {
  const log = openSync(logOf(dir), 'a', 0o600)
  const command = [...process.execArgv, process.argv[1] as string, 'runner', '--dir', dir]
  const child = spawn(process.execPath, command, {
    cwd: dir,
    detached: true,
    stdio: ['ignore', log, log],
  })
  child.unref()
  closeSync(log)
  return child.pid as number
}

/** Ends the runner that the folder has; its commands go on in the keeper. */
export async function stopRunner(dir: string): Promise<void> {
  if (isFree(dir)) return
  const pid = readRunnerState(dir)?.pid
  if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGTERM')
  const until = Date.now() + STOPPED_WITHIN_MS
  while (!isFree(dir)) {
    if (Date.now() > until)
      throw new StartError(`The runner in ${dir} doesn't stop: see ${logOf(dir)}.`)
    await sleep(LOOK_EVERY_MS)
  }
}

/**
 * Resolves with the desktop's name once its runner is connected. `isIts` tells that runner from an earlier
 * one.
 */
export async function untilSeen(dir: string, isIts: (pid: number) => boolean): Promise<string> {
  const until = Date.now() + SEEN_WITHIN_MS
  for (;;) {
    const said = readRunnerState(dir)
    const isNews = said !== undefined && isIts(said.pid)
    if (isNews && said.state === 'connected') return said.words
    if (isNews && said.state === 'refused') throw new StartError(said.words)
    if (isNews && !isAlive(said.pid))
      throw new StartError(`The runner has ended: see ${logOf(dir)}.`)
    if (Date.now() > until) {
      throw new StartError(
        `The server has not seen this machine within ${SEEN_WITHIN_MS / 1000} s. The runner goes on trying; ${logOf(dir)} says what is wrong.`,
      )
    }
    await sleep(LOOK_EVERY_MS)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
