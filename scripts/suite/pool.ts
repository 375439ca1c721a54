import { setTimeout as sleep } from 'node:timers/promises'

export interface PoolOptions {
  /** So many jobs always run at a time. */
  least: number
  /** And so many at most, while the machine has time to spare. */
  most: number
  /** Has it? Asked every `every` ms, and one more job begins for each yes. */
  hasRoom: () => boolean
  every: number
  signal: AbortSignal
}

/**
 * Runs the jobs in their order. A job that waits leaves the processors to others: how many run beside
 * each other depends on what they really take, not on a guess for each. A job never rejects.
 */
export async function runInPool(
  jobs: readonly (() => Promise<void>)[],
  { least, most, hasRoom, every, signal }: PoolOptions,
): Promise<void> {
  const running = new Set<Promise<void>>()
  let next = 0
  const begin = () => {
    const job = jobs[next++]!().finally(() => running.delete(job))
    running.add(job)
  }
  while (!signal.aborted && next < jobs.length) {
    while (running.size < least && next < jobs.length) begin()
    await Promise.race([...running, sleep(every)])
    if (running.size >= least && running.size < most && next < jobs.length && hasRoom()) begin()
  }
  await Promise.all(running)
}
