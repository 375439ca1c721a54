import assert from 'node:assert/strict'
import test from 'node:test'
import { usageDetails, usageFigure, usageWords } from '../../src/usage/usage-words.ts'

const usage = { inputTokens: 12_000, outputTokens: 345, costUsd: 0.0312, steps: 8 }
const nothing = { inputTokens: null, outputTokens: null, costUsd: null, steps: 0 }

test('usage is told in short, exactly where one points', () => {
  assert.equal(usageWords(usage), '8 steps · 12.3K tokens · $0.03')
  assert.equal(usageDetails(usage), '12,000 tokens in, 345 out')
})

test('what nobody has said is left out', () => {
  assert.equal(usageWords({ ...nothing, steps: 1 }), '1 step')
  assert.equal(usageWords(nothing), '')
  assert.equal(usageDetails(nothing), undefined)
  assert.equal(usageDetails({ ...usage, inputTokens: null }), 'unknown tokens in, 345 out')
})

test('a figure is the cost, or what there is instead of it', () => {
  assert.deepEqual(usageFigure(usage), { value: '$0.03', note: '12.3K tokens' })
  assert.deepEqual(usageFigure({ ...usage, costUsd: null }), { value: '12.3K', note: 'tokens' })
})

test('a small cost is not nothing', () => {
  assert.equal(usageWords({ ...nothing, costUsd: 0.00012 }), '$0.00012')
  assert.equal(usageWords({ ...nothing, costUsd: 3 }), '$3.00')
})
