import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../setup/folder.ts'

const MAIN = resolve(import.meta.dirname, '../../src/agent/main.ts')
/** Names on its standard error what a program loads. */
const TELL = `
  import { registerHooks } from 'node:module'
  registerHooks({ load: (url, context, next) => (process._rawDebug(url), next(url, context)) })
`

test('the host of an agent, which is started for each prompt, loads no schemas and no diffs', (t) => {
  const told = `data:text/javascript,${encodeURIComponent(TELL)}`
  const cache = temporaryFolder(t)
  const agent = { kind: 'chat', url: 'http://127.0.0.1:1', model: null }
  const { stderr } = spawnSync(process.execPath, ['--import', told, MAIN, cache], {
    input: JSON.stringify({ type: 'probe', agent }),
    encoding: 'utf8',
  })
  const loaded = stderr.split('\n')
  assert.ok(
    loaded.some((url) => url.endsWith('/agent/carry-out.ts')),
    stderr,
  )
  assert.deepEqual(
    loaded.filter((url) => /\/node_modules\/(?:zod|diff)\/|\/resources\//.test(url)),
    [],
  )
})
