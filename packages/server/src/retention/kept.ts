import { DAY } from './day.ts'

/** The answer to a request with a key is kept for so long, in ms. */
export const IDEMPOTENCY_KEY_KEPT = DAY

/** A row of the audit log is kept for a year, in ms. */
export const AUDIT_KEPT = 366 * DAY
