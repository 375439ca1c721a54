import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { adviceFor, FAILURE_CODES } from '../src/index.ts'

test('every failure comes with advice in whole sentences', () => {
  for (const code of FAILURE_CODES) assert.match(adviceFor(code), /^[A-Z].*\.$/, code)
})

test('docs/failures.md lists every failure with its advice, and no other', () => {
  const text = readFileSync(new URL('../../../docs/failures.md', import.meta.url), 'utf8')
  const rows = text.split('\n').filter((line) => line.startsWith('| `'))
  assert.deepEqual(
    rows,
    FAILURE_CODES.map((code) => `| \`${code}\` | ${adviceFor(code)} |`),
    'docs/failures.md is not what failures.ts says: these rows belong into it',
  )
})
