import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PROTOCOL_VERSION } from '@mission-control/protocol/runner'
import { BareRunner } from '../setup/bare-runner.ts'
import { startServer } from '../setup/server.ts'
import { ended, runCommand } from '../setup/tasks.ts'

test('a hello that comes twice is answered once, and the runner goes on', async (t) => {
  const server = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  const desktop = await server.client.desktops.create({ name: 'stutterer' })
  const runner = await BareRunner.connect(t, server, desktop, PROTOCOL_VERSION, undefined, {}, 2)
  const { id } = await runCommand(server, 'true', { desktopId: desktop.id })
  const { runId } = await runner.hears('start')
  runner.ends(runId)
  assert.equal((await ended(server.client, id)).status, 'done')
  assert.deepEqual([runner.all('welcome').length, runner.all('refused').length], [1, 0])
})
