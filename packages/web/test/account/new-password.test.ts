import assert from 'node:assert/strict'
import { test } from 'node:test'
import { looksLikeEmail } from '../../src/account/email.ts'
import { passwordProblem } from '../../src/account/new-password.ts'

test('a password of 10 to 128 characters is taken', () => {
  assert.equal(passwordProblem('x'.repeat(10)), undefined)
  assert.equal(passwordProblem('x'.repeat(128)), undefined)
})

test('one that is too short says how much is missing, one that is too long says the limit', () => {
  assert.match(passwordProblem('')!, /^Add at least 10 more/)
  assert.match(passwordProblem('x'.repeat(9))!, /^Add at least 1 more/)
  assert.match(passwordProblem('x'.repeat(129))!, /^Use at most 128/)
})

test('an address without a name, a host or the sign between them is a slip', () => {
  for (const slip of ['', 'ada', 'ada@', '@example.org', 'a da@example.org']) {
    assert.equal(looksLikeEmail(slip), false, slip)
  }
  for (const fine of ['ada@example.org', ' ada@localhost ']) {
    assert.equal(looksLikeEmail(fine), true, fine)
  }
})
