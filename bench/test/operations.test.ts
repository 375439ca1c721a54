import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ratePerSecond, timeEach } from '../src/operations.ts'

test('a rate runs each operation once, no more in flight than there are lanes', async () => {
  let ran = 0
  let inFlight = 0
  let most = 0
  const busy = new Set<number>()
  const operation = async (lane: number) => {
    assert.ok(!busy.has(lane), `lane ${lane} is used twice at once`)
    busy.add(lane)
    most = Math.max(most, ++inFlight)
    await new Promise(setImmediate)
    inFlight--
    busy.delete(lane)
    ran++
  }
  const rate = await ratePerSecond(operation, 4, 50)
  assert.deepEqual([ran, most], [50, 4])
  assert.ok(rate > 0)
})

test('a failed operation fails the measurement', async () => {
  const operation = () => Promise.reject(new Error('refused'))
  await assert.rejects(ratePerSecond(operation, 2, 10), /refused/)
  await assert.rejects(timeEach(operation, 10), /refused/)
})
