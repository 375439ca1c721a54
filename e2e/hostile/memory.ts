import { readFileSync } from 'node:fs'
import type { TestServer } from '../setup/server.ts'

/** The flags that `npm start` gives: where memory is judged. */
export const AS_STARTED = { NODE_OPTIONS: '--max-semi-space-size=2' }

/** Resident, in MiB. */
export function memoryOf({ program }: TestServer): number {
  const status = readFileSync(`/proc/${program.pid}/status`, 'latin1')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}
