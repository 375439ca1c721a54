export const MINUTE = 60_000

/** The beginning of the minute. */
export function minuteOf(at: number): number {
  return at - (at % MINUTE)
}
