import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { test } from 'node:test'
import { RunFile, runsFolder } from '../src/run-file.ts'
import { RunFileReader } from '../src/run-file-reader.ts'
import { temporaryFolder } from './setup/folder.ts'

test('a run that was looked at, taken back and started after all is seen', (t) => {
  const dir = temporaryFolder(t)
  mkdirSync(runsFolder(dir))
  const file = new RunFile(dir, 'run')
  const reader = new RunFileReader(file.path)
  const started = { pid: 1, startTime: 2, at: 3 }
  const ended = { end: { kind: 'exited', exitCode: 0 }, at: 4 } as const
  assert.ok(file.claim())
  assert.deepEqual(reader.read(), { started: null, ended: null })
  file.remove()
  assert.ok(file.claim())
  assert.deepEqual(reader.read(), { started: null, ended: null })
  file.write({ t: 'started', ...started })
  assert.deepEqual(reader.read().started, { t: 'started', ...started })
  file.write({ t: 'end', ...ended })
  assert.deepEqual(reader.read().ended, { t: 'end', ...ended })
  reader.close()
  file.close()
})
