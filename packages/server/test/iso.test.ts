import { deepEqual } from 'node:assert/strict'
import { test } from 'node:test'
import { iso } from '../src/iso.ts'

const MINUTE = 60_000
const DAY = 86_400_000

test('a time is written as Date writes it', () => {
  const midnight = Date.UTC(2028, 1, 29)
  const times = [
    0,
    -1,
    1,
    midnight - 1,
    midnight,
    midnight + DAY - 1,
    midnight + DAY,
    // Through a day and on into the next, each with other milliseconds.
    ...Array.from({ length: 2000 }, (_, i) => midnight + i * MINUTE + i),
    // Back and forth between two days.
    ...Array.from({ length: 50 }, (_, i) => midnight + (i % 2) * 31 * DAY + i * 1001),
  ]
  deepEqual(
    times.map(iso),
    times.map((at) => new Date(at).toISOString()),
  )
})
