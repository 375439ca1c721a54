import assert from 'node:assert/strict'
import test from 'node:test'
import { Heights } from '../../src/rows/heights.ts'

const keysOf = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `k${from + i}`)

function heightsOf(keys: readonly string[], count = keys.length): Heights {
  const heights = new Heights(10)
  heights.list(keys, count)
  return heights
}

test('rows stand where the measured and the estimated ones before them end', () => {
  const heights = heightsOf(keysOf(4))
  assert.equal(heights.measure(1, 25.5), true)
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((index) => heights.start(index)),
    [0, 10, 35.5, 45.5, 55.5],
  )
  assert.equal(heights.end, 55.5)
})

test('what was known already, or is as estimated, moves nothing', () => {
  const heights = heightsOf(keysOf(4), 6)
  assert.equal(heights.measure(0, 10), false)
  assert.equal(heights.measure(1, 20), true)
  assert.equal(heights.measure(1, 20), false)
  assert.equal(heights.measure(5, 20), false, 'a row without a key')
  assert.equal(heights.end, 70)
})

test('the rows of a stretch are those that any part of it belongs to', () => {
  const heights = heightsOf(keysOf(10), 100)
  heights.measure(0, 30)
  assert.deepEqual(heights.within(0, 30, 0), { from: 0, to: 2 })
  assert.deepEqual(heights.within(29, 20, 0), { from: 0, to: 3 })
  assert.deepEqual(heights.within(30, 5, 0), { from: 1, to: 2 })
  assert.deepEqual(heights.within(500, 20, 3), { from: 45, to: 54 })
  assert.deepEqual(heights.within(5000, 20, 3), { from: 96, to: 100 })
  assert.deepEqual(heightsOf([]).within(0, 100, 3), { from: 0, to: 0 })
})

test('a height goes with its row to another place', () => {
  const heights = heightsOf(keysOf(3))
  heights.measure(0, 50)
  heights.list(['new', ...keysOf(3)], 4)
  assert.equal(heights.start(1), 10)
  assert.equal(heights.start(2), 60)
})

test('a place is found again under whatever has come above it, unless its row is gone', () => {
  const heights = heightsOf(keysOf(5))
  const place = heights.placeAt(23)
  assert.deepEqual(place, { key: 'k2', into: 3 })
  heights.list(['new', 'newer', ...keysOf(5)], 7)
  assert.equal(heights.find(place!), 43)
  heights.list(['k0', 'k1'], 2)
  assert.equal(heights.find(place!), undefined)
  assert.equal(heightsOf([], 3).placeAt(15), undefined)
})

test('the heights of rows that are gone are forgotten, of those that are there never', () => {
  const heights = new Heights(10)
  for (let from = 0; from < 5000; from++) {
    heights.list(keysOf(2, from), 2)
    heights.measure(0, 20)
    heights.measure(1, 20)
  }
  heights.list(keysOf(2, 4999), 2)
  assert.equal(heights.end, 40)
  heights.list(keysOf(2, 0), 2)
  assert.equal(heights.end, 20)
})
