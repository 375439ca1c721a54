import assert from 'node:assert/strict'
import test from 'node:test'
import { stretchesOf } from '../src/metrics/stretches.ts'

const MINUTE = 60_000
const NOW = Date.parse('2026-03-15T10:07:42.123Z')

for (const [minutes, width, count] of [
  [1, 1, 1],
  [60, 1, 60],
  [96, 1, 96],
  [97, 2, 49],
  [192, 2, 96],
  [193, 5, 39],
  [720, 10, 72],
  [961, 15, 65],
  [1440, 15, 96],
] as const) {
  test(`${minutes} minutes are ${count} stretches of ${width}`, () => {
    const { width: ms, starts } = stretchesOf(minutes, NOW)
    assert.equal(ms, width * MINUTE)
    assert.equal(starts.length, count)
  })
}

test('they follow one another without a gap up to now, wherever now is', () => {
  for (let minutes = 1; minutes <= 1440; minutes++) {
    const now = NOW + minutes * 7919
    const { width, starts } = stretchesOf(minutes, now)
    starts.forEach((start, i) => {
      assert.equal(start % width, 0)
      assert.equal(start, starts[0]! + i * width)
    })
    assert.ok(starts.length <= 96)
    assert.ok(starts.at(-1)! <= now && now < starts.at(-1)! + width)
    assert.ok(now - starts[0]! > minutes * MINUTE - width)
  }
})
