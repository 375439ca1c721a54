import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ScrollMap } from '../../src/rows/scroll-map.ts'

const VIEW = 800
const HUGE = 150_000_000

function mapOf(total: number): ScrollMap {
  const map = new ScrollMap()
  map.resize(total, VIEW)
  return map
}

test('up to 8 million px the bar is where the log is', () => {
  const map = mapOf(8_000_000)
  map.moveTo(4_321_000)
  assert.equal(map.top, 4_321_000)
  assert.equal(map.height, 8_000_000)
})

test('beyond that the whole log can be reached, with both of its ends', () => {
  const map = mapOf(HUGE)
  assert.equal(map.height, 8_000_000)
  map.moveTo(8_000_000 - VIEW)
  assert.equal(map.top, HUGE - VIEW)
  map.moveTo(4_000_000 - VIEW / 2)
  assert.ok(Math.abs(map.top - HUGE / 2) < 1000)
  map.moveTo(0)
  assert.equal(map.top, 0)
})

test('small steps are as small as they say, everywhere and as long as one goes on', () => {
  for (const from of [0, 1_999_900, 75_000_000, 147_999_900]) {
    const map = mapOf(HUGE)
    map.goTo(from)
    for (let step = 1; step <= 20_000; step++) {
      map.moveTo(map.scrollTop + 100)
      const expected = Math.min(from + step * 100, HUGE - VIEW)
      assert.ok(Math.abs(map.top - expected) < 1, `from ${from}, step ${step}`)
      assert.ok(map.scrollTop >= 0 && map.scrollTop <= 8_000_000 - VIEW)
    }
  }
})

test('at the ends the bar has come to its ends', () => {
  const map = mapOf(HUGE)
  map.goTo(3_000_000)
  for (let step = 0; step < 40_000; step++) map.moveTo(Math.max(0, map.scrollTop - 100))
  assert.deepEqual([map.top, map.scrollTop], [0, 0])
  map.goTo(HUGE)
  assert.equal(map.scrollTop, 8_000_000 - VIEW)
})
