import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError, ConnectionError, type RequestOptions } from '@mission-control/client'
import { sharedNow } from './messages.ts'

/** Longer than a server may stand still, in ms. */
const PATIENCE = 90_000
/** What has no answer by then is asked anew, of whichever server there is, in ms. */
const ANSWER_WITHIN = 10_000
const ASK_AGAIN = 250

/** How often something had to be asked again, by what became of it. */
export type AskedAgain = Record<string, number>

/**
 * Asks until there is an answer, each time with the same key, so that it is done once however often it is asked.
 * Throws what no further try mends.
 */
export async function persevere<T>(
  ask: (options: RequestOptions) => Promise<T>,
  again: AskedAgain,
  signal: AbortSignal,
): Promise<T> {
  const idempotencyKey = crypto.randomUUID()
  const end = sharedNow() + PATIENCE
  while (true) {
    const late = AbortSignal.timeout(ANSWER_WITHIN)
    const options = { idempotencyKey, retries: 0, signal: AbortSignal.any([signal, late]) }
    try {
      return await ask(options)
    } catch (error) {
      signal.throwIfAborted()
      const why = late.aborted ? 'no answer' : whyAgain(error)
      if (why === null || sharedNow() > end) throw error
      again[why] = (again[why] ?? 0) + 1
      await sleep(ASK_AGAIN, undefined, { signal }).catch(() => undefined)
    }
  }
}

/** Null: it is refused for good. */
function whyAgain(error: unknown): string | null {
  if (error instanceof ConnectionError) return 'cut'
  if (!(error instanceof ApiError)) return null
  const { status, code } = error
  const isForNow = status >= 502 || status === 429 || code === 'idempotency_in_flight'
  if (!isForNow) return null
  return code === 'unknown' ? `${status}` : code
}
