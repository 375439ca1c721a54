import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileNameFor } from '../../src/log/file-name.ts'

const named = (summary: string) => fileNameFor({ id: 'task_01jd3v9f3k2m', summary })

test('a file is called by the task’s first words and the end of its id', () => {
  assert.equal(named('npm run build -- --profile'), 'npm-run-build-profile-9f3k2m.log')
  assert.equal(named('Bücher zählen'), 'bucher-zahlen-9f3k2m.log')
})

test('nothing of a command gets into a path', () => {
  assert.equal(named('../../etc/passwd; rm -rf ~'), 'etc-passwd-rm-rf-9f3k2m.log')
  assert.equal(named('東京'), 'task-9f3k2m.log')
})
