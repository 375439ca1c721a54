import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { test } from 'node:test'
import { POSTGRES } from '../setup/engine.ts'
import { startServer } from '../setup/server.ts'

test('a stop ends in order, whatever connections and streams are open', async (t) => {
  const server = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  const { hostname, port } = new URL(server.url)
  const unused = connect(Number(port), hostname)
  t.after(() => unused.destroy())
  await once(unused, 'connect')
  const stream = await server.request('/api/mission-control/activity/stream')
  await server.request('/api/desktops/stream')
  await server.request('/api/health')

  assert.equal(await server.stop(), 0)
  assert.match(await stream.text(), /\n\n: the server stops; connect again\n$/)
  const files = readdirSync(server.dataDir).filter((name) => name.startsWith('mission-control.db'))
  // A database that was not closed leaves its write-ahead log behind.
  assert.deepEqual(files, POSTGRES === undefined ? ['mission-control.db'] : [])
})
