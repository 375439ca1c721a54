import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The same request over and over, from a number of keep-alive clients. */
export interface Load {
  port: number
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: unknown
  /** The status that counts; any other one ends the measurement. */
  expect: number
  clients: number
  warmUpSeconds: number
  seconds: number
}

export interface LoadResult {
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** Size of the last answer's body. */
  bytes: number
}

const run = promisify(execFile)

/** Runs a load from another process, so that the bench's own loop doesn't slow it down. */
export async function applyLoad(load: Load, signal: AbortSignal): Promise<LoadResult> {
  const generator = join(import.meta.dirname, 'generator.ts')
  const { stdout } = await run(process.execPath, [generator, JSON.stringify(load)], { signal })
  return JSON.parse(stdout) as LoadResult
}
