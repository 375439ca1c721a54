import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '@mission-control/server/start-error'

/**
 * Keeps the lock: the garbage collector would close a database that nobody refers to, and so
 * release its lock.
 */
const held = new Map<string, DatabaseSync>()

/**
 * Keeps a folder to this process until it ends, however it ends: the kernel gives the lock up with
 * the process, so there is no stale lock after a crash. (Node itself has no file locks.)
 * Throws {@link StartError} with `taken` if another process still has it after `waitMs`.
 */
export function lockFolder(dir: string, taken: string, waitMs = 0): void {
  const path = join(dir, 'lock')
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(path, { timeout: waitMs })
    lock.exec('pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    lock?.close()
    if (isLocked(error)) throw new StartError(taken)
    // The system says more exactly than SQLite what it refuses.
    closeSync(openSync(path, 'a', 0o600))
    throw error
  }
  held.set(dir, lock)
}

/** Gives the folder up before this process ends. */
export function releaseFolder(dir: string): void {
  held.get(dir)?.close()
  held.delete(dir)
}

/** Whether no process holds the folder. */
export function isFree(dir: string): boolean {
  if (!existsSync(join(dir, 'lock'))) return true
  const lock = new DatabaseSync(join(dir, 'lock'))
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive')
    return true
  } catch (error) {
    if (isLocked(error)) return false
    throw error
  } finally {
    lock.close()
  }
}

function isLocked(error: unknown): boolean {
  return /database is locked/.test((error as Error).message)
}
