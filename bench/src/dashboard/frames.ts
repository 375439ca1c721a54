import { percentile } from '../measure.ts'

/** What Chromium without a screen draws, as most screens do. */
const FRAME_MS = 1000 / 60

export interface Frames {
  averageMs: number
  p95Ms: number
  droppedPerSecond: number
}

/** From the times between one frame and the next: one of n frames' length has dropped n - 1. */
export function framesOf(intervals: number[]): Frames {
  const total = intervals.reduce((sum, each) => sum + each, 0)
  const dropped = intervals.reduce((sum, each) => sum + Math.round(each / FRAME_MS) - 1, 0)
  return {
    averageMs: total / intervals.length,
    p95Ms: percentile(intervals, 0.95),
    droppedPerSecond: Math.max(0, dropped) / (total / 1000),
  }
}
