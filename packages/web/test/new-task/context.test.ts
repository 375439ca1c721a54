import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contextOf, withContext, withoutContext } from '../../src/new-task/context.ts'

const FEEDBACK = 'Too long.\nTwo lines, please.'

test('an agent is told its earlier answer and what was said about it, quoted line by line', () => {
  const context = contextOf({ result: 'A\nB\n', feedback: FEEDBACK })
  assert.equal(
    withContext('Write it', context ?? ''),
    `Write it

About the earlier try of this task:

Your answer was:
> A
> B

It was rejected with this feedback:
> Too long.
> Two lines, please.`,
  )
})

test('a third try tells only of the second; what was asked for stays as it was', () => {
  const second = withContext('Write it', contextOf({ result: 'first', feedback: null }) ?? '')
  const third = withContext(second, contextOf({ result: 'second', feedback: FEEDBACK }) ?? '')
  assert.doesNotMatch(third, /first/)
  assert.match(third, /> second/)
  assert.equal(withoutContext(third), 'Write it')
  assert.equal(withoutContext('Write it'), 'Write it')
})

test('where nothing was answered or said there is nothing to tell; a long answer is cut', () => {
  assert.equal(contextOf({ result: null, feedback: null }), null)
  const context = contextOf({ result: 'x'.repeat(70_000), feedback: null })
  assert.ok(context && context.length < 9_000)
})
