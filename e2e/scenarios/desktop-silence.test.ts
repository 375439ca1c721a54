import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PROTOCOL_VERSION } from '@mission-control/protocol/runner'
import { BareRunner } from '../setup/bare-runner.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { startDesktop, startRunner } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
const { client } = server

test('a runner that talks, but no longer says how its desktop is, has to connect anew', async (t) => {
  const desktop = await client.desktops.create({ name: 'absent-minded' })
  const runner = await BareRunner.connect(t, server, desktop, PROTOCOL_VERSION)
  const talk = setInterval(() => runner.says({ type: 'agent', agent: null }), 1000)
  t.after(() => clearInterval(talk))
  await runner.closed
  const { status } = await client.desktops.get(desktop.id)
  assert.equal(status, 'error')
})

test('a desktop whose runner is killed counts as running for a while, then as in error, until it is back', async (t) => {
  const { desktop, program, dir } = await startDesktop(t, server, 'lost')
  const steady = await startDesktop(t, server, 'steady')
  const statusOf = async (id: string) => (await client.desktops.get(id)).status
  program.child.kill('SIGKILL')
  await program.exited
  assert.equal(await statusOf(desktop.id), 'running')

  const missed = await waitFor(
    'the silence to be noticed',
    async () => {
      const now = await client.desktops.get(desktop.id)
      assert.ok(now.status === 'running' || now.status === 'error')
      return now.status === 'error' && now
    },
    50_000,
  )
  assert.equal(missed.metrics, null)
  assert.equal((await client.overview.get()).activeDesktops, 1)
  assert.equal(await statusOf(steady.desktop.id), 'running')
  const { id } = await client.tasks.create({
    type: 'command',
    content: 'true',
    desktopId: desktop.id,
  })
  const run = await server.request(`/api/mission-control/tasks/${id}/run`, { method: 'POST' })
  await assertProblem(run, 'desktop_unavailable')

  await startRunner(t, server.url, dir, desktop.credential)
  await waitFor('the desktop to run', async () => (await statusOf(desktop.id)) === 'running')
  const task = await finishCommand(server, 'true', { desktopId: desktop.id })
  assert.equal(task.status, 'done')
  const events = await client.activity.list({ after: 0, desktopId: desktop.id })
  const types = events.map(({ type }) => type).filter((type) => type.startsWith('desktop.'))
  assert.deepEqual(types, ['desktop.started', 'desktop.error', 'desktop.started'])
})
