import assert from 'node:assert/strict'
import test from 'node:test'
import { barsOf, successRate, totalOf } from '../../src/metrics/bars.ts'

const MINUTE = 60_000
const NOON = Date.UTC(2026, 2, 15, 12)

/** A stretch of a minute, so many minutes after noon. */
const stretch = (minute: number, done: number, failed = 0) => ({
  at: new Date(NOON + minute * MINUTE).toISOString(),
  done,
  failed,
})

test('stretches are joined into bars that begin at multiples of their width', () => {
  const bars = barsOf([stretch(1, 1), stretch(2, 2), stretch(3, 3, 1), stretch(4, 4)], 2 * MINUTE)
  assert.deepEqual(
    bars.map(({ at, until, done, failed }) => [
      (at - NOON) / MINUTE,
      (until - NOON) / MINUTE,
      done,
      failed,
    ]),
    [
      [0, 2, 1, 0],
      [2, 4, 5, 1],
      [4, 6, 4, 0],
    ],
  )
})

test('a minute later the bars before it are the same', () => {
  const stretches = Array.from({ length: 61 }, (_, i) => stretch(i, i % 7, i % 3))
  const before = barsOf(stretches.slice(0, 60), 2 * MINUTE)
  const after = barsOf(stretches.slice(1), 2 * MINUTE)
  assert.deepEqual(after.slice(1, 29), before.slice(1, 29))
})

test('totals and the share that succeeded', () => {
  assert.deepEqual(totalOf([stretch(0, 3, 1), stretch(1, 0), stretch(2, 18)]), {
    done: 21,
    failed: 1,
  })
  assert.equal(successRate({ done: 3, failed: 1 }), 75)
  assert.equal(successRate({ done: 0, failed: 2 }), 0)
  assert.equal(successRate({ done: 0, failed: 0 }), null)
})

test('nothing gives no bars', () => {
  assert.deepEqual(barsOf([], MINUTE), [])
  assert.deepEqual(totalOf([]), { done: 0, failed: 0 })
})
