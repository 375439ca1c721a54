import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAILY_SEED } from '../setup/sampled.ts'
import { isBetween } from './between.ts'
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

const SECRET = 'expected the secret: the stored one was given for another issuer or client id'
const REFUSALS: [operation: string, path: string, message: string, isBetween: boolean][] = [
  ['updateSsoProvider', 'clientSecret', SECRET, true],
  ['createSsoProvider', 'clientSecret', SECRET, false],
  ['updateSsoProvider', 'name', SECRET, false],
  ['updateSsoProvider', 'clientSecret', 'expected text that is not blank', false],
  ['search', 'cursor', 'expected the nextCursor of an answer in this workspace', true],
  ['listTasks', 'cursor', 'expected the nextCursor of an answer in this workspace', false],
  ['createApiKey', 'scopes', 'expected at least one, got none', false],
  ['createTask', 'desktopId', 'expected one, got neither', false],
]
for (const [operation, path, message, is] of REFUSALS) {
  test(`${operation} ${is ? 'may' : 'may not'} refuse what is as described by “${path}: ${message}”`, () => {
    const other = { path: 'name', message: 'expected another' }
    assert.equal(isBetween(operation, { errors: [{ path, message }] }), is)
    assert.equal(isBetween(operation, { errors: [{ path, message }, other] }), false)
    assert.equal(isBetween(operation, {}), false)
  })
}
