import assert from 'node:assert/strict'
import { test } from 'node:test'
import { selectedIn } from '../../src/approvals/selected.ts'

test('at first it is the first', () => {
  assert.equal(selectedIn(['c', 'b', 'a'], undefined, []), 'c')
  assert.equal(selectedIn([], undefined, []), undefined)
})

test('what is selected stays so, whatever comes above it', () => {
  assert.equal(selectedIn(['d', 'c', 'b', 'a'], 'b', ['c', 'b', 'a']), 'b')
})

test('after a decision it is the next, also if that one has gone as well', () => {
  assert.equal(selectedIn(['c', 'a'], 'b', ['c', 'b', 'a']), 'a')
  assert.equal(selectedIn(['c', 'a'], 'd', ['e', 'd', 'b', 'a', 'c']), 'a')
})

test('after the last one it is the one before, not what has just come', () => {
  assert.equal(selectedIn(['d', 'c', 'b'], 'a', ['c', 'b', 'a']), 'b')
})

test('when nothing of the list is left it is the first of the new one, if there is any', () => {
  assert.equal(selectedIn(['x', 'w'], 'b', ['c', 'b']), 'x')
  assert.equal(selectedIn([], 'b', ['c', 'b']), undefined)
})
