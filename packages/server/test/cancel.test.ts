import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOverdue } from '../src/tasks/end-action.ts'

const MINUTE = 60_000

test('a cancel waits for a desktop that is there as long as its run may tidy up, else 15 s', () => {
  for (const [connected, grace_seconds, asked, link, expected] of [
    [1, 5, 19_999, 19_999, false],
    [1, 5, 20_000, 20_000, true],
    [1, 0, 15_000, 15_000, true],
    [1, 600, 10 * MINUTE, 10 * MINUTE, false],
    [1, 600, 11 * MINUTE, 11 * MINUTE, true],
    // It went away and came back: that begins no new wait.
    [1, 600, 11 * MINUTE, 0, true],
    [0, 600, MINUTE, 14_999, false],
    [0, 600, MINUTE, 15_000, true],
    [null, 600, MINUTE, 15_000, true],
  ] as const) {
    const row = { connected, grace_seconds }
    assert.equal(isOverdue(row, asked, link), expected, JSON.stringify([row, asked, link]))
  }
})
