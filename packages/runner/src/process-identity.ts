import { readFileSync } from 'node:fs'
import { hasCode } from './error-code.ts'

/** Pids are reused; a pid with its start time (clock ticks since boot) is not. */
export interface ProcessIdentity {
  pid: number
  startTime: number
}

export interface ProcessStat extends ProcessIdentity {
  parent: number
  group: number
  /** Ended, and not yet collected by its parent. */
  zombie: boolean
}

/** Null when there is no such process (any more). */
export function readProcess(pid: number): ProcessStat | null {
  try {
    return parseStat(pid, readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return null
    throw error
  }
}

/** The line of /proc/<pid>/stat; the name in parentheses may hold anything, so count from its end. */
function parseStat(pid: number, line: string): ProcessStat {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return {
    pid,
    zombie: fields[0] === 'Z' || fields[0] === 'X',
    parent: Number(fields[1]),
    group: Number(fields[2]),
    startTime: Number(fields[19]),
  }
}

export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  const now = readProcess(pid)
  return now !== null && now.startTime === startTime && !now.zombie
}
