import type { MetricsPoint } from '@mission-control/protocol'

/** A load in percent at a moment, in ms. */
export interface Point {
  at: number
  value: number
}

export type Resource = 'cpu' | 'memory' | 'disk'

export function pointsOf(history: readonly MetricsPoint[], resource: Resource): Point[] {
  return history.map((point) => ({ at: Date.parse(point.at), value: point[resource] }))
}

/**
 * The points as a chart takes them, times in seconds. Where more than `gap` ms lie between two,
 * nothing was measured: the line is broken there.
 */
export function chartData(
  points: readonly Point[],
  gap: number,
): [times: number[], values: (number | null)[]] {
  const times: number[] = []
  const values: (number | null)[] = []
  let before: number | undefined
  for (const { at, value } of points) {
    if (before !== undefined && at - before > gap) {
      times.push((before + at) / 2000)
      values.push(null)
    }
    times.push(at / 1000)
    values.push(value)
    before = at
  }
  return [times, values]
}

export interface Summary {
  now: number
  average: number
  highest: number
}

/** Null: nothing was measured. */
export function summaryOf(points: readonly Point[]): Summary | null {
  const last = points.at(-1)
  if (!last) return null
  const values = points.map(({ value }) => value)
  const sum = values.reduce((a, b) => a + b, 0)
  return { now: last.value, average: sum / values.length, highest: Math.max(...values) }
}
