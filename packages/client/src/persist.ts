import { ApiError, ConnectionError } from './errors.ts'
import { pause } from './stream/back-off.ts'

const RETRIES = 3
const FIRST_MS = 250
/**
 * If the server asks for a longer wait than this, the call fails with that error instead, in
 * seconds.
 */
const WAIT_MOST = 30

export interface Persistence {
  /** Repeating does no harm: a GET, or a POST with a key. */
  repeatable: boolean
  /** Default 3. */
  retries?: number | undefined
  signal?: AbortSignal | undefined
}

/**
 * Makes the attempt, and again if it may have failed by chance and a further one does no harm. The
 * waits double, and jitter keeps clients from coming back in step.
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
      // The first request, whose answer got lost, may still be under way: that doesn't count as a
      // failure.
      if (!isUnderWay(error)) failures++
      await pause(floor * 1000 + span * Math.random(), signal ?? new AbortController().signal)
      signal?.throwIfAborted()
    }
  }
}

function isUnderWay(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'idempotency_in_flight'
}

/** The least wait before another try; null: it would do harm, or be of no use. */
function secondsToWait(error: unknown, repeatable: boolean): number | null {
  if (error instanceof ConnectionError) return repeatable ? 0 : null
  if (!(error instanceof ApiError)) return null
  // Neither of these has done anything.
  if (error.status === 429 || isUnderWay(error)) return error.retryAfter
  return repeatable && [502, 503, 504].includes(error.status) ? error.retryAfter : null
}
