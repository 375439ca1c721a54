import { readdirSync, readFileSync } from 'node:fs'

/** False also for one that has ended and that its parent hasn't collected yet. */
export function isAlive(pid: number): boolean {
  const stat = readOf(pid, 'stat')
  return stat !== null && !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
}

/** A process by its pid and, since pids are soon given out again, its start time. */
export function isSame({ pid, startTime }: { pid: number; startTime: number }): boolean {
  const stat = readOf(pid, 'stat')
  return isAlive(pid) && Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]) === startTime
}

/** What a task has running on this machine, wherever it has gone to. */
export function processesOf(taskId: string): number[] {
  const mark = `MISSION_CONTROL_TASK_ID=${taskId}\0`
  return processes().filter((pid) => isAlive(pid) && readOf(pid, 'environ')?.includes(mark))
}

/** The children of a process that have ended and that it hasn't collected. */
export function zombiesOf(parent: number): number[] {
  return processes().filter((pid) => {
    const stat = readOf(pid, 'stat')
    const [state, itsParent] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
    return Number(itsParent) === parent && state === 'Z'
  })
}

/** The living children of a process whose command line holds `text`. */
export function childrenOf(parent: number, text: string): number[] {
  return processes().filter((pid) => {
    const stat = readOf(pid, 'stat')
    const [, itsParent] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
    return Number(itsParent) === parent && isAlive(pid) && readOf(pid, 'cmdline')?.includes(text)
  })
}

const processes = () =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)

/** Null when the process is gone, or another user's. */
export function readOf(pid: number, file: 'stat' | 'environ' | 'cmdline'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(code)) return null
    throw error
  }
}
