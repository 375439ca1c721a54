import assert from 'node:assert/strict'
import { test } from 'node:test'
import { median, percentile, rounded, summarise, summariseAlone } from '../src/measure.ts'

const upTo100 = Array.from({ length: 100 }, (_, index) => 100 - index)

test('a percentile is a value that was measured', () => {
  assert.equal(percentile(upTo100, 0.5), 50)
  assert.equal(percentile(upTo100, 0.99), 99)
  assert.equal(percentile(upTo100, 1), 100)
  assert.equal(percentile(upTo100, 0), 1)
  assert.equal(percentile([7], 0.99), 7)
})

test('the median of an even number of values lies between the two in the middle', () => {
  assert.equal(median([9, 1, 5]), 5)
  assert.equal(median([4, 1, 3, 2]), 2.5)
})

test('neither sorts what it was given', () => {
  const values = [3, 1, 2]
  median(values)
  percentile(values, 0.5)
  assert.deepEqual(values, [3, 1, 2])
})

test('no values have no median and no percentile', () => {
  assert.throws(() => median([]), /No values/)
  assert.throws(() => percentile([], 0.5), /No values/)
})

test('figures are shown to three significant digits', () => {
  assert.equal(rounded(1234.5), 1230)
  assert.equal(rounded(0.80049), 0.8)
})

test('the ratio is the median of the per-round ratios, not the ratio of the medians', () => {
  const rounds = [
    { ours: 10, peer: 10 },
    { ours: 20, peer: 100 },
    { ours: 90, peer: 100 },
  ]
  const measure = summarise('p50', 'ms', rounds, { of: 'ratio', bound: 'at most', value: 0.8 })
  assert.deepEqual([measure.ours, measure.peer], [20, 100])
  assert.deepEqual([measure.min, measure.ratio, measure.max], [0.2, 0.9, 1])
  assert.equal(measure.met, false)
  assert.equal(measure.rounds.length, 3)
})

test('a target of at most or at least is met by its own value', () => {
  const rounds = [{ ours: 15, peer: 10 }]
  const met = (bound: 'at most' | 'at least', value: number) =>
    summarise('rate', 'per second', rounds, { of: 'ratio', bound, value }).met
  assert.deepEqual([met('at most', 1.5), met('at most', 1.4)], [true, false])
  assert.deepEqual([met('at least', 1.5), met('at least', 1.6)], [true, false])
})

test('a target of our own figure is judged without the peer', () => {
  const target = { of: 'ours', bound: 'at most', value: 130 } as const
  const measure = summarise('memory', 'MiB', [{ ours: 129, peer: 1 }], target)
  assert.equal(measure.met, true)
  assert.equal(measure.target, '≤ 130 MiB')
})

test('a figure without a peer is the median of its rounds, judged alone', () => {
  const target = { bound: 'at most', value: 50 } as const
  const figure = summariseAlone('usable', 'ms', [30, 70, 50], target)
  assert.deepEqual([figure.ours, figure.min, figure.max], [50, 30, 70])
  assert.deepEqual([figure.target, figure.met], ['≤ 50 ms', true])
  assert.equal(summariseAlone('usable', 'ms', [51], target).met, false)
  assert.equal(summariseAlone('nodes', 'nodes', [51]).met, null)
})
