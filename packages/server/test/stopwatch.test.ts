import assert from 'node:assert/strict'
import test from 'node:test'
import { Stopwatch } from '../src/stopwatch.ts'

const DATE = Date.parse('2026-03-15T10:00:00.000Z')

/** Looks at `a` every second from `from` on; resolves with what it says at the end. */
function lookOn(watch: Stopwatch, from: number, to: number, dateOffset = 0, as = 1) {
  let elapsed: number | undefined
  for (let monotonic = from; monotonic <= to; monotonic += 1000) {
    const moment = { monotonic, date: DATE + monotonic + dateOffset }
    elapsed = watch.look([['a', as]], moment).get('a')
  }
  return elapsed
}

test('it tells how long a thing has been as it is', () => {
  const watch = new Stopwatch()
  assert.equal(lookOn(watch, 0, 0), 0)
  assert.equal(lookOn(watch, 1000, 7000), 7000)
})

test('a change begins anew, and so does a thing that was away', () => {
  const watch = new Stopwatch()
  lookOn(watch, 0, 5000)
  assert.equal(lookOn(watch, 6000, 8000, 0, 2), 2000)
  watch.look([], { monotonic: 9000, date: DATE + 9000 })
  assert.equal(lookOn(watch, 10_000, 11_000, 0, 2), 1000)
})

test('time in which nobody looked does not count', () => {
  const watch = new Stopwatch()
  lookOn(watch, 0, 60_000)
  assert.equal(lookOn(watch, 120_000, 121_000), 1000)
})

for (const [what, jump] of [
  ['an hour ahead', 3_600_000],
  ['an hour back', -3_600_000],
  ['over a suspend, in which the other clock stood still', 20_000],
] as const) {
  test(`a date that jumps ${what} begins anew, and counts no minute that did not pass`, () => {
    const watch = new Stopwatch()
    lookOn(watch, 0, 9000)
    assert.equal(lookOn(watch, 10_000, 13_000, jump), 3000)
  })
}

test('a date that is put right little by little disturbs nothing', () => {
  const watch = new Stopwatch()
  for (let at = 0; at < 100_000; at += 1000) {
    const elapsed = watch.look([['a', null]], { monotonic: at, date: DATE + at * 1.01 })
    assert.equal(elapsed.get('a'), at)
  }
})

test('what others have watched counts, as far back as they have, and nothing that they have not', () => {
  const before = { since: DATE, now: DATE + 60_000 }
  for (const [begun, expected] of [
    [DATE + 20_000, 40_000],
    [DATE - 20_000, 60_000],
    [DATE + 90_000, 0],
    [null, 0],
  ] as const) {
    const watch = new Stopwatch(before)
    const look = (monotonic: number, as: number) =>
      watch.look([['a', as, begun]], { monotonic, date: DATE + monotonic }).get('a')
    assert.deepEqual([look(0, 1), look(1000, 1)], [expected, expected + 1000], `${begun}`)
    // What has begun since is new to all.
    assert.equal(look(2000, 2), 0)
  }
})
