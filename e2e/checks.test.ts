import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import test from 'node:test'

const check = resolve(import.meta.dirname, '../scripts/check.ts')

test('the tree is formatted, linted, typed, imports go the right way and nothing is unused', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [check], { encoding: 'utf8' })
  assert.equal(status, 0, `\n${stdout}${stderr}`)
})
