import { readFileSync } from 'node:fs'
import type { TestServer } from '../setup/server.ts'

/** Resident, in MiB. */
export function memoryOf({ program }: TestServer): number {
  const status = readFileSync(`/proc/${program.pid}/status`, 'latin1')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}
