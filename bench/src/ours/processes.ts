import { readdirSync, readFileSync } from 'node:fs'
import { until } from '../wait.ts'

/** The processes whose command line or environment names it (a folder, an id), in no order. */
export function processesOf(name: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .filter((pid) => [`cmdline`, 'environ'].some((file) => readProcess(pid, file).includes(name)))
}

/** The keeper outlives the server, as it should; once the folder goes, it has nothing left to keep. */
export async function endProcessesOf(folder: string): Promise<void> {
  await until(`the processes of ${folder} to end`, () => {
    const left = processesOf(folder)
    for (const pid of left) end(pid)
    return left.length === 0 || undefined
  })
}

function end(pid: number): void {
  try {
    process.kill(pid)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

export const commandLine = (pid: number) => readProcess(pid, 'cmdline').replaceAll('\0', ' ').trim()

/** What the process has used of the processors since its start, in ms; the kernel counts in ticks of 10. */
export function processorTime(pid: number): number {
  const fields = statOf(pid)
  return 10 * (Number(fields[11] ?? 0) + Number(fields[12] ?? 0))
}

/** What those of its children have used that have ended, in ms. */
export function processorTimeOfEnded(pid: number): number {
  const fields = statOf(pid)
  return 10 * (Number(fields[13] ?? 0) + Number(fields[14] ?? 0))
}

export const parentOf = (pid: number) => Number(statOf(pid)[1])

/** What the kernel tells of it, from its state on; empty for a process that has ended. */
const statOf = (pid: number) => readProcess(pid, 'stat').split(') ')[1]?.split(' ') ?? []

/** Empty for a process that has ended, or is another user's. */
export function readProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return ''
    throw error
  }
}
