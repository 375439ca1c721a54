import type { Point } from './points.ts'

const HOUR_MS = 3_600_000
/** Farther apart than this, two points aren't joined: nothing was measured between. */
const GAP_MS = 180_000

/** The line through the last hour's points, the newest at the right edge; '' for fewer than two. */
export function sparkPath(points: readonly Point[], width: number, height: number): string {
  const end = points.at(-1)?.at ?? 0
  const shown = points.filter(({ at }) => end - at <= HOUR_MS)
  if (shown.length < 2) return ''
  let before = Number.NEGATIVE_INFINITY
  let path = ''
  for (const { at, value } of shown) {
    const x = width - ((end - at) / HOUR_MS) * width
    const y = height - 1 - (Math.min(Math.max(value, 0), 100) / 100) * (height - 2)
    path += `${at - before > GAP_MS ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    before = at
  }
  return path
}
