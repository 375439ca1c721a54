import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coalesce } from '../src/coalesce.ts'

/** Lets `n` reactions of settled promises run. */
async function microtasks(n: number): Promise<void> {
  for (let i = 0; i < n; i++) await null
}

test('calls during a run share one more run', async () => {
  let runs = 0
  const look = coalesce(async () => {
    runs++
    await microtasks(5)
  })
  await Promise.all([look(), look(), look()])
  assert.equal(runs, 2)
})

test('no call is lost, whenever it comes: a run begins after each', async () => {
  for (let delay = 0; delay < 40; delay++) {
    let value = 0
    let seen = 0
    const look = coalesce(async () => {
      seen = value
      await microtasks(8)
    })
    const first = look()
    await microtasks(delay)
    value = 1
    await look()
    assert.equal(seen, 1, `after ${delay} reactions`)
    await first
  }
})

test('a run that fails rejects its calls, and the next call runs again', async () => {
  let runs = 0
  const look = coalesce(async () => {
    await microtasks(1)
    if (++runs === 1) throw new Error('the disk is away')
  })
  await assert.rejects(look(), /the disk is away/)
  await look()
  assert.equal(runs, 2)
})
