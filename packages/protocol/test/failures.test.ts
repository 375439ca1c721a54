import assert from 'node:assert/strict'
import test from 'node:test'
import { adviceFor, FAILURE_CODES } from '../src/index.ts'

test('every failure comes with advice in whole sentences', () => {
  for (const code of FAILURE_CODES) assert.match(adviceFor(code), /^[A-Z].*\.$/, code)
})
