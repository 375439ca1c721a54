import { DAY } from './day.ts'

/** The answer to a request with a key is kept for so long, in ms. */
export const IDEMPOTENCY_KEY_KEPT = DAY
