import assert from 'node:assert/strict'
import { test } from 'node:test'
import { skewOf } from '../src/doctor/checks/clock.ts'

/** A full second, as an answer's date names it. */
const DATE = 1_800_000_000_000
const RIGHT = /agrees/

const CASES: [what: string, asked: number, answered: number, found: RegExp][] = [
  ['the same second', DATE, DATE + 40, RIGHT],
  ['the end of that second', DATE + 990, DATE + 999, RIGHT],
  ['an answer that took long', DATE - 60_000, DATE + 60_000, RIGHT],
  ['4 s ahead', DATE + 4_999, DATE + 5_010, RIGHT],
  ['a minute ahead', DATE + 60_999, DATE + 61_000, /60 s ahead of/],
  ['a minute behind', DATE - 60_010, DATE - 60_000, /60 s behind/],
]

for (const [what, asked, answered, found] of CASES) {
  test(`the doctor's look at the clock: ${what}`, () => {
    const { status, message, advice } = skewOf(DATE, asked, answered)
    assert.match(message, found)
    assert.equal(status, found === RIGHT ? 'ok' : 'warning')
    assert.equal(advice === null, found === RIGHT)
  })
}

test('an answer without a date is a warning about the proxy', () => {
  assert.match(skewOf(Number.NaN, DATE, DATE).advice ?? '', /proxy/)
})
