import { MINUTE } from './minute.ts'

/** Points that a chart has at most. */
const MOST = 96
const WIDTHS = [1, 2, 5, 10, 15].map((minutes) => minutes * MINUTE)

/** Equal stretches of time up to now; they begin at the same times whenever they are asked for. */
export interface Stretches {
  /** ms. */
  width: number
  /** The beginning of each, oldest first. */
  starts: number[]
}

/** The last `minutes` in the narrowest stretches that are few enough. Pure. */
export function stretchesOf(minutes: number, now: number): Stretches {
  const span = minutes * MINUTE
  const width = WIDTHS.find((each) => span / each <= MOST) ?? (WIDTHS.at(-1) as number)
  const last = now - (now % width)
  const count = Math.ceil(span / width)
  const starts = Array.from({ length: count }, (_, i) => last - (count - 1 - i) * width)
  return { width, starts }
}
