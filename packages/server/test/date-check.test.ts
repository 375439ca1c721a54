import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { DateCheck } from '../src/retention/date-check.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const DATE = Date.parse('2026-03-15T10:00:00.000Z')

/** A server that starts `off` ms after the last date on record, and looks once an hour. */
function start(off: number) {
  const jumps: number[] = []
  let monotonic = 5000
  const check = new DateCheck(DATE, { date: DATE + off, monotonic }, (jump) => jumps.push(jump))
  return {
    jumps,
    /** Whether the date was taken for right at each look of so many hours, `off` ms ahead. */
    run: (hours: number, off: number) =>
      Array.from({ length: hours }, () => {
        monotonic += HOUR
        return check.isProven({ date: DATE + monotonic + off, monotonic })
      }),
  }
}

const all = (looks: boolean[], as: boolean) => looks.every((look) => look === as)

test('a date that goes on as it should is right', () => {
  const { run, jumps } = start(0)
  equal(all(run(24 * 400, 0), true), true)
  deepEqual(jumps, [])
})

test('so is one after a stop or a sleep of some days, or that was set back', () => {
  equal(all(start(6 * DAY).run(48, 6 * DAY), true), true)
  const { run } = start(0)
  equal(all([...run(1, 0), ...run(1, 6 * DAY), ...run(1, -400 * DAY)], true), true)
})

test('one that jumps far ahead is in doubt until the server has run with it for a day', () => {
  const { run, jumps } = start(0)
  run(10, 0)
  equal(all(run(24, 400 * DAY), false), true)
  equal(all(run(24, 400 * DAY), true), true)
  deepEqual(jumps, [400 * DAY])
})

test('one that is put right again is right at once', () => {
  const { run } = start(0)
  deepEqual([...run(2, 400 * DAY), ...run(2, 0)], [false, false, true, true])
})

test('small steps in a time of doubt do not end it', () => {
  const { run } = start(0)
  deepEqual(
    [...run(1, 400 * DAY), ...run(1, 399 * DAY), ...run(1, 401 * DAY)],
    [false, false, false],
  )
})

test('a start with a date far from the last on record is in doubt as well', () => {
  const { run, jumps } = start(30 * DAY)
  equal(all(run(23, 30 * DAY), false), true)
  run(1, 30 * DAY)
  equal(all(run(5, 30 * DAY), true), true)
  equal(jumps.length, 1)
})
