import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SOURCES } from '../setup/main.ts'
import { startServer } from '../setup/server.ts'

/** Names on its standard error what a program loads. */
const TELL = `
  import { registerHooks } from 'node:module'
  registerHooks({ load: (url, context, next) => (process._rawDebug(url), next(url, context)) })
`

test('a server with SQLite loads nothing of PostgreSQL’s driver, of NATS, of metrics and traces, or of what several servers need', async (t) => {
  const told = `data:text/javascript,${encodeURIComponent(TELL)}`
  const env = { NODE_OPTIONS: `--import ${told}`, MISSION_CONTROL_LOCAL_DESKTOP: 'off' }
  const server = await startServer(t, env, undefined, SOURCES)
  await server.client.desktops.create({ name: 'd' })
  const loaded = server.program.stderr().split('\n')
  assert.ok(loaded.some((url) => url.endsWith('/bus/in-process.ts')))
  const unwanted =
    /\/node_modules\/(?:pg|pg-\w+|@nats-io|prom-client|@opentelemetry)\/|\/bus\/nats\/nats\.ts|\/postgres\/engine\.ts/
  assert.deepEqual(
    loaded.filter((url) => unwanted.test(url)),
    [],
  )
})
