import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAILY_SEED } from '../setup/sampled.ts'
import { fuzz } from './fuzz.ts'

const REQUESTS = 2000

test('every answer to requests made by chance is as the document says', async (t) => {
  const { statuses } = await fuzz(t, { seed: Number(DAILY_SEED ?? 1), requests: REQUESTS })
  const answered = [...statuses.values()].reduce((sum, each) => sum + each, 0)
  assert.equal(answered, REQUESTS)
  // It has got behind the doors: tasks were created, run and deleted.
  for (const success of ['createTask 201', 'runTask 200', 'reviewTask 200', 'deleteTask 204']) {
    assert.ok(statuses.has(success), success)
  }
})
