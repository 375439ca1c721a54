import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bucket } from '../src/runners/bucket.ts'
import { Penalties } from '../src/runners/penalties.ts'

const MINUTE = 60_000

test('of a bucket so much is there at once, and so much more each second', () => {
  let now = 0
  const bucket = new Bucket(3, 2, () => now)
  assert.deepEqual(
    [1, 2, 3, 4].map(() => bucket.take()),
    [true, true, true, false],
  )
  assert.equal(bucket.wait, 500)
  now = 500
  assert.equal(bucket.wait, 0)
  now = 1_000
  assert.deepEqual(
    [1, 2].map(() => bucket.take()),
    [true, false],
  )
  now = MINUTE
  assert.deepEqual(
    [1, 2, 3, 4].map(() => bucket.take()),
    [true, true, true, false],
  )
})

test('who misbehaves stays out for twice as long each time, and only they', () => {
  let now = 0
  const penalties = new Penalties(() => now)
  const waits = Array.from({ length: 9 }, () => {
    penalties.countMisbehaviour('a')
    const wait = penalties.waitFor('a')
    now += wait
    return wait / 1000
  })
  assert.deepEqual(waits, [5, 10, 20, 40, 80, 160, 300, 300, 300])
  assert.deepEqual([penalties.waitFor('a'), penalties.waitFor('b')], [0, 0])
  now += 11 * MINUTE
  penalties.countMisbehaviour('a')
  assert.equal(penalties.waitFor('a'), 5_000)
})

test('who was cut off elsewhere stays out here as well, and for longer the next time', () => {
  const penalties = new Penalties(() => 0)
  penalties.learn('a', 2, 4_000)
  assert.equal(penalties.waitFor('a'), 6_000)
  penalties.learn('a', 1, 9_000)
  assert.equal(penalties.waitFor('a'), 6_000)
  assert.equal(penalties.countMisbehaviour('a'), 3)
  // The clock of whoever has cut it off is ahead.
  penalties.learn('b', 1, -60_000)
  assert.equal(penalties.waitFor('b'), 5_000)
})

test('who connects too often, or with too many runs, has to wait', () => {
  let now = 0
  const penalties = new Penalties(() => now)
  for (let i = 0; i < 20; i++) {
    assert.equal(penalties.waitFor('a'), 0)
    penalties.countConnection('a')
  }
  penalties.countConnection('a')
  assert.equal(penalties.waitFor('a'), 2_000)
  now = 60_000
  penalties.countRuns('a', 20_000)
  penalties.countConnection('a')
  assert.equal(penalties.waitFor('a'), 2_000)
})
