/** How the tests themselves are run: files at a time, rows of the long tables, and rounds that hang. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LONGEST, testFiles } from '../scripts/suite/files.ts'
import { runInPool } from '../scripts/suite/pool.ts'
import { runFault, Violation } from './faults/harness/fault.ts'
import { sampled } from './setup/sampled.ts'
import { doWithin, waitFor } from './setup/wait.ts'

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
  for (const [minutes, within] of [
    [0.001, 60_000],
    [1, 50],
  ] as const) {
    const play = runFault(t, 'play', { prepare, minutes }, { ...extent, within })
    await assert.rejects(play, (error) => {
      assert.ok(error instanceof Violation)
      assert.match(
        error.message,
        /faults -- play --seed 7 --rounds 1\n.*it waits for Godot, since \d/,
      )
      return true
    })
  }
})

test('what may take only so long is told when it takes longer, and its signal aborts', async () => {
  const begun = Promise.withResolvers<AbortSignal>()
  const forEver = (signal: AbortSignal) => {
    begun.resolve(signal)
    return new Promise<void>(() => undefined)
  }
  await assert.rejects(doWithin('GET /tasks', 10, forEver), /10 ms: GET \/tasks, since \d{4}-/)
  assert.equal((await begun.promise).aborted, true)
  assert.equal(await doWithin('an answer', 60_000, async () => 'here'), 'here')
})

test('what takes longest comes first, and each file once', () => {
  const all = testFiles([])
  const longest = LONGEST.flatMap((pattern) => {
    const found = testFiles([pattern])
    assert.ok(found.length > 0, pattern)
    return found
  })
  assert.deepEqual(all.slice(0, longest.length), longest)
  assert.equal(new Set(all).size, all.length)
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
