import { ApiError, ConnectionError } from './errors.ts'
import { pause } from './stream/back-off.ts'

const RETRIES = 3
const FIRST_MS = 250
/** Who is told to wait for longer than this is told so instead, in seconds. */
const WAIT_MOST = 30

export interface Persistence {
  /** Done twice is done once: a GET, or a POST with a key. */
  repeatable: boolean
  /** Default 3. */
  retries?: number | undefined
  signal?: AbortSignal | undefined
}

/**
 * Makes the attempt, again where the last one may have failed by chance and a further one does no
 * harm, with doubling waits whose jitter keeps clients from coming back in step.
 */
export async function persist<T>(
  attempt: () => Promise<T>,
  { repeatable, retries = RETRIES, signal }: Persistence,
): Promise<T> {
  for (let failures = 0; ; ) {
    try {
      return await attempt()
    } catch (error) {
      const floor = failures < retries ? secondsToWait(error, repeatable) : null
      if (floor === null || floor > WAIT_MOST) throw error
      const span = FIRST_MS * 2 ** failures
      // It is no failure that the first request, whose answer got lost, is still under way.
      if (!isUnderWay(error)) failures++
      await pause(floor * 1000 + span * Math.random(), signal ?? new AbortController().signal)
      signal?.throwIfAborted()
    }
  }
}

function isUnderWay(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'idempotency_in_flight'
}

/** At least so long; null: another try would do harm, or be of no use. */
function secondsToWait(error: unknown, repeatable: boolean): number | null {
  if (error instanceof ConnectionError) return repeatable ? 0 : null
  if (!(error instanceof ApiError)) return null
  // Neither of these has done anything.
  if (error.status === 429 || isUnderWay(error)) return error.retryAfter
  return repeatable && [502, 503].includes(error.status) ? error.retryAfter : null
}
