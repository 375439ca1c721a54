import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { readProcess } from './ours/processes.ts'

/** In MiB. RSS counts shared pages in full, PSS divides them among those that share them. */
export interface Memory {
  rss: number
  pss: number
}

/** What those of the processes that still live hold together, right now. */
export function memoryOfLiving(pids: number[]): Memory {
  return sumOf(pids.map((pid) => readProcess(pid, 'smaps_rollup')).filter((text) => text !== ''))
}

/** What the processes hold together, right now. */
function memoryOf(pids: number[]): Memory {
  return sumOf(pids.map((pid) => readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')))
}

function sumOf(rollups: string[]): Memory {
  const sum = { rss: 0, pss: 0 }
  for (const text of rollups) {
    sum.rss += mebibytes(text, 'Rss')
    sum.pss += mebibytes(text, 'Pss')
  }
  return sum
}

/** From now on the most that the process holds counts anew. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

/** The most that the process has held since its start, or since that was forgotten, in MiB resident. */
export function peakMemory(pid: number): number {
  return mebibytes(readFileSync(`/proc/${pid}/status`, 'utf8'), 'VmHWM')
}

function mebibytes(text: string, field: string): number {
  const kibibytes = text.match(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm'))?.[1]
  if (!kibibytes) throw new Error(`expected ${field}`)
  return Number(kibibytes) / 1024
}

/** Waits until memory has stayed within 1 % for three seconds (thirty at most), then reads it. */
export async function idleMemory(pids: number[]): Promise<Memory> {
  let steady = 0
  let before = memoryOf(pids)
  for (let second = 0; second < 30 && steady < 3; second++) {
    await sleep(1000)
    const now = memoryOf(pids)
    steady = Math.abs(now.rss - before.rss) < before.rss / 100 ? steady + 1 : 0
    if (steady === 0) before = now
  }
  return memoryOf(pids)
}
