import assert from 'node:assert/strict'
import { test } from 'node:test'
import { framesOf } from '../src/dashboard/frames.ts'

const FRAME = 1000 / 60
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`)

test('frames that follow one another drop none', () => {
  const frames = framesOf([16.6, 16.7, 16.7, 16.6])
  assert.equal(frames.droppedPerSecond, 0)
  near(frames.averageMs, 16.65)
})

test('a frame of three frames’ length has dropped two', () => {
  const { averageMs, p95Ms, droppedPerSecond } = framesOf([FRAME, FRAME, 3 * FRAME, FRAME])
  near(averageMs, 1.5 * FRAME)
  near(p95Ms, 3 * FRAME)
  near(droppedPerSecond, 2 / ((6 * FRAME) / 1000))
})

test('what comes early is made up by what comes late', () => {
  assert.equal(framesOf([FRAME / 3, (5 / 3) * FRAME]).droppedPerSecond, 0)
})
