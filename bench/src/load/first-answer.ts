import type { Program } from '../program.ts'
import { until } from '../wait.ts'
import { HttpConnection } from './http-connection.ts'

/**
 * Asks a program that has just been started, every millisecond so that the time isn't rounded up
 * to a poll, until it answers with `status`. The time of that, as performance.now() counts.
 */
export function firstAnswer(
  program: Program,
  port: number,
  request: Buffer,
  status: number,
): Promise<number> {
  const ask = async () => {
    program.check()
    return (await statusOf(port, request)) === status ? performance.now() : undefined
  }
  return until(`status ${status} from port ${port}`, ask, { everyMs: 1 })
}

/** Undefined while nobody listens. */
async function statusOf(port: number, request: Buffer): Promise<number | undefined> {
  try {
    using connection = await HttpConnection.open(port)
    return (await connection.send(request)).status
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return undefined
    throw error
  }
}
