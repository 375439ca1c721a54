import { readdirSync, readFileSync } from 'node:fs'

/** The living processes of this machine whose environment or arguments hold `text`; this one never. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && mentions(pid, text))
}

function mentions(pid: number, text: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    if (stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')) return false
    return ['environ', 'cmdline'].some((file) =>
      readFileSync(`/proc/${pid}/${file}`, 'latin1').includes(text),
    )
  } catch (error) {
    // It ended meanwhile, or is another user's.
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(code)) return false
    throw error
  }
}

/** What a task has running on this machine, wherever it has gone to. */
export function processesOf(taskId: string): number[] {
  return processesWith(`MISSION_CONTROL_TASK_ID=${taskId}\0`)
}
