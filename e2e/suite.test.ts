/** How the tests themselves are run: files at a time, rows of the long tables, and rounds that hang. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInPool } from '../scripts/suite/pool.ts'
import { runFault, Violation } from './faults/harness/fault.ts'
import { sampled } from './setup/sampled.ts'
import { waitFor } from './setup/wait.ts'

/** Jobs that end when they are told to, and how many of them have begun. */
function heldJobs(count: number) {
  const ends: (() => void)[] = []
  const jobs = Array.from({ length: count }, () => () => {
    return new Promise<void>((resolve) => ends.push(resolve))
  })
  return { jobs, ends }
}

const pool = { least: 2, most: 4, every: 1, signal: new AbortController().signal }

test('no more jobs than the least run at a time while the machine is busy', async () => {
  const { jobs, ends } = heldJobs(5)
  let looks = 0
  const hasRoom = () => ++looks < 0
  const over = runInPool(jobs, { ...pool, hasRoom })
  await waitFor('ten looks', () => looks > 10)
  assert.equal(ends.length, 2)
  ends[1]!()
  await waitFor('the next job', () => ends.length === 3)
  for (let ended = 0; ended < 5; ended++) {
    await waitFor('a job to end', () => ends.length > ended)
    ends[ended]!()
  }
  await over
})

test('more begin while it has room, one at each look, up to the most', async () => {
  const { jobs, ends } = heldJobs(5)
  let looks = 0
  const over = runInPool(jobs, { ...pool, hasRoom: () => ++looks > 0 })
  await waitFor('the most', () => ends.length === 4)
  assert.equal(looks, 2)
  ends[0]!()
  await waitFor('the last', () => ends.length === 5)
  for (const end of ends) end()
  await over
})

test('once it is stopped no other job begins', async () => {
  const { jobs, ends } = heldJobs(3)
  const stop = new AbortController()
  const over = runInPool(jobs, { ...pool, hasRoom: () => true, most: 2, signal: stop.signal })
  await waitFor('two jobs', () => ends.length === 2)
  stop.abort()
  for (const end of ends) end()
  await over
  assert.equal(ends.length, 2)
})

test('a round that hangs is given up, and tells what it waited for and how to repeat it', async (t) => {
  let hasCome = false
  t.after(() => {
    hasCome = true
  })
  const prepare = async () => async () => void (await waitFor('Godot', () => hasCome))
  const extent = { seed: 7, rounds: 2, quiet: false }
  await assert.rejects(runFault(t, 'play', { prepare, minutes: 0.001 }, extent), (error) => {
    assert.ok(error instanceof Violation)
    assert.match(error.message, /faults -- play --seed 7 --rounds 1\n.*it waits for Godot/)
    return true
  })
})

test('a sample is a part of its table, and every row has its day', () => {
  const rows = [...Array(10).keys()]
  const days = ['20784', '20785', '20786', '20787'].map((seed) => sampled(rows, 3, seed))
  assert.ok(days.every(({ length }) => length === 2 || length === 3))
  assert.deepEqual(
    days.flat().toSorted((a, b) => a - b),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  )
})
