import assert from 'node:assert/strict'
import test from 'node:test'
import { adviceFor, FailureCode } from '../src/index.ts'

test('every failure comes with advice in whole sentences', () => {
  for (const code of FailureCode.options) assert.match(adviceFor(code), /^[A-Z].*\.$/, code)
})
