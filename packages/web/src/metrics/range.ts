import { text } from '../strings/index.ts'

const MINUTE = 60_000

/** How far back charts look, in minutes. */
export type Range = 60 | 1440
export const RANGES = [60, 1440] as const

interface RangeFacts {
  /** Its name within a sentence. */
  words: string
  /** ms of a throughput bar. */
  barWidth: number
  /** Farther apart than this, in ms, two points aren't joined. */
  gap: number
  /** How often the figures are loaded again, in ms. */
  refresh: number
}

export const RANGE_FACTS: Record<Range, RangeFacts> = {
  60: {
    words: text.metrics.lastHour,
    barWidth: 2 * MINUTE,
    gap: 3 * MINUTE,
    refresh: MINUTE / 4,
  },
  1440: {
    words: text.metrics.lastDay,
    barWidth: 60 * MINUTE,
    gap: 45 * MINUTE,
    refresh: MINUTE,
  },
}
