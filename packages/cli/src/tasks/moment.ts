import { CommandError } from '../command-error.ts'
import { secondsOf } from '../run/seconds.ts'

/** A time ago (`10m`) or a moment (ISO), in ms since 1970. */
export function momentOf(text: string, option: string, now = Date.now()): number {
  const moment = /^\d{4}-/.test(text) ? Date.parse(text) : now - secondsOf(text, option) * 1000
  if (!Number.isNaN(moment)) return moment
  throw new CommandError(
    'usage',
    `Expected a time for ${option}, such as 10m or 2026-03-15T10:00Z, got ${JSON.stringify(text)}.`,
  )
}
