import { readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import type { Metrics } from '@mission-control/protocol'
import { hasCode } from '../error-code.ts'

const MIB = 1024 * 1024

/**
 * Each call measures the processor's use since the call before. `path` lies on the disk to measure.
 */
export function metricsOf(path: string): () => Promise<Metrics> {
  let before = cpuTimes()
  return async () => {
    const now = cpuTimes()
    const total = now.total - before.total
    const busy = total === 0 ? 0 : 1 - (now.idle - before.idle) / total
    before = now
    const disk = await statfs(path).catch((error: unknown) => {
      // Somebody removed the folder: the commands will report that, the metrics needn't.
      if (hasCode(error, 'ENOENT')) return statfs('/')
      throw error
    })
    return {
      cpu: percent(busy),
      cores: availableParallelism(),
      memory: usage(totalmem(), availableMemory()),
      // `bavail` leaves out what is reserved for root, which a command can't use.
      disk: usage(disk.blocks * disk.bsize, disk.bavail * disk.bsize),
    }
  }
}

function cpuTimes(): { idle: number; total: number } {
  let [idle, total] = [0, 0]
  for (const { times } of cpus()) {
    idle += times.idle
    total += times.user + times.nice + times.sys + times.idle + times.irq
  }
  return { idle, total }
}

/** Free memory leaves out what the page cache would give back at once; Linux tells it. */
function availableMemory(): number {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'latin1'))?.[1]
    return kib === undefined ? freemem() : Number(kib) * 1024
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return freemem()
    throw error
  }
}

function usage(totalBytes: number, freeBytes: number): Metrics['disk'] {
  const [total, used] = [totalBytes / MIB, (totalBytes - freeBytes) / MIB].map(Math.round)
  return { used: used!, total: total!, percent: percent(totalBytes && 1 - freeBytes / totalBytes) }
}

/** One decimal. */
function percent(share: number): number {
  return Math.round(Math.min(Math.max(share, 0), 1) * 1000) / 10
}
