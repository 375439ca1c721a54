import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atFirstUse } from '../src/at-first-use.ts'

test('a part is loaded once, by whoever uses it first, and again where that failed', async () => {
  const answers = ['fails', 'part']
  let loads = 0
  const use = atFirstUse(async () => {
    loads += 1
    const answer = answers.shift()
    if (answer !== 'part') throw new Error('EMFILE')
    return answer
  })
  assert.equal(loads, 0)
  for (const { status } of await Promise.allSettled([use(), use()]))
    assert.equal(status, 'rejected')
  assert.equal(loads, 1)
  assert.deepEqual(await Promise.all([use(), use()]), ['part', 'part'])
  assert.equal(await use(), 'part')
  assert.equal(loads, 2)
})
