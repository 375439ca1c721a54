import assert from 'node:assert/strict'
import test from 'node:test'
import { chartData, pointsOf, summaryOf } from '../../src/metrics/points.ts'
import { sparkPath } from '../../src/metrics/spark-path.ts'

const MINUTE = 60_000

test('a chart’s line is broken where nothing was measured', () => {
  const points = [0, 1, 2, 10, 11].map((minute) => ({ at: minute * MINUTE, value: minute }))
  assert.deepEqual(chartData(points, 3 * MINUTE), [
    [0, 60, 120, 360, 600, 660],
    [0, 1, 2, null, 10, 11],
  ])
  assert.deepEqual(chartData([], MINUTE), [[], []])
})

test('a summary tells the present, the average and the highest', () => {
  const points = [20, 80, 50].map((value, at) => ({ at, value }))
  assert.deepEqual(summaryOf(points), { now: 50, average: 50, highest: 80 })
  assert.equal(summaryOf([]), null)
})

test('the points of one resource', () => {
  const history = [{ at: '2026-03-15T10:00:00.000Z', cpu: 1, memory: 2, disk: 3 }]
  const at = Date.UTC(2026, 2, 15, 10)
  assert.deepEqual(pointsOf(history, 'memory'), [{ at, value: 2 }])
})

test('a sparkline ends at the right edge, from the bottom for 0 to the top for 100', () => {
  const points = [
    { at: 0, value: 0 },
    { at: MINUTE, value: 100 },
    { at: 2 * MINUTE, value: 250 },
  ]
  assert.equal(sparkPath(points, 200, 30), 'M193.3 29.0L196.7 1.0L200.0 1.0')
})

test('a sparkline jumps over a time without points, and forgets what is older than an hour', () => {
  const points = [-61, 0, 1, 20, 21].map((minute) => ({ at: minute * MINUTE, value: 0 }))
  const path = sparkPath(points, 60, 30)
  assert.equal(path.match(/M/g)?.length, 2)
  assert.ok(path.startsWith('M39.0 '), path)
})

test('one point is no line', () => {
  assert.equal(sparkPath([{ at: 5, value: 5 }], 200, 30), '')
  assert.equal(sparkPath([], 200, 30), '')
})
