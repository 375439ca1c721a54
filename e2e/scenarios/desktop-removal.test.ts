import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { processesOf } from '../setup/process-table.ts'
import { startProgram } from '../setup/processes.ts'
import { startDesktop, startRunner } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand, runCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, url } = server
const REFUSED = 3

test('a removed desktop is gone; its tasks are settled and its history stays', async (t) => {
  const { desktop, program } = await startDesktop(t, server, 'removed')
  const desktopId = desktop.id
  const command = { type: 'command' as const, content: 'true', desktopId }
  const done = await finishCommand(server, 'true', { desktopId })
  const gated = await finishCommand(server, 'true', { desktopId, requiresApproval: true })
  const pending = await client.tasks.create(command)
  const running = await runCommand(server, 'sleep 1000 & sleep 1000', { desktopId })
  await waitFor('its processes', () => processesOf(running.id).length > 1)
  const elsewhere = await runCommand(server, 'sleep 1000')
  await waitFor('its process', () => processesOf(elsewhere.id).length > 0)

  const answer = await server.request(`/api/desktops/${desktopId}`, { method: 'DELETE' })
  assert.equal(answer.status, 204)
  assert.equal(await answer.text(), '')

  const failed = await client.tasks.get(running.id)
  assert.equal(failed.status, 'failed')
  assert.equal(failed.error?.code, 'desktop_deleted')
  assert.ok(failed.completedAt)
  assert.equal((await client.tasks.get(pending.id)).status, 'cancelled')
  assert.deepEqual(await client.tasks.get(done.id), done)
  assert.deepEqual(await client.tasks.get(gated.id), gated)
  assert.equal((await client.tasks.list({ desktopId })).length, 4)

  await assertProblem(await server.request(`/api/desktops/${desktopId}`), 'desktop_not_found')
  assert.ok((await client.desktops.list()).every(({ id }) => id !== desktopId))
  await assert.rejects(client.desktops.delete(desktopId), { code: 'desktop_not_found' })
  await assert.rejects(client.tasks.create(command), { code: 'unknown_desktop' })
  const events = await client.activity.list({ after: 0, desktopId })
  const last = events.slice(-3).map(({ type }) => type)
  assert.deepEqual(last.toSorted(), ['desktop.stopped', 'task.cancelled', 'task.failed'])
  // What has been done there can still be judged.
  assert.equal((await client.tasks.review(gated.id, { decision: 'approve' })).status, 'done')

  assert.equal(await program.exited, REFUSED)
  assert.match(program.stderr(), /The desktop "removed" was removed/)
  await waitFor('its processes to end', () => processesOf(running.id).length === 0)
  assert.ok(processesOf(elsewhere.id).length > 0)
})

test('a runner that was away when its desktop was removed is told so, and stops what it runs', async (t) => {
  const { desktop, program, dir } = await startDesktop(t, server, 'away')
  const running = await runCommand(server, 'sleep 1000', { desktopId: desktop.id })
  await waitFor('its process', () => processesOf(running.id).length > 0)
  program.child.kill('SIGKILL')
  await program.exited
  await client.desktops.delete(desktop.id)
  assert.equal((await client.tasks.get(running.id)).error?.code, 'desktop_deleted')

  const again = startProgram(t, ['runner', '--server', url, '--dir', dir])
  assert.equal(await again.exited, REFUSED)
  assert.match(again.stderr(), /The desktop "away" was removed/)
  await waitFor('its processes to end', () => processesOf(running.id).length === 0)
})

test('of a desktop with many tasks all are settled, one by one, also when the server is killed meanwhile', async (t) => {
  const own = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  const { id: desktopId } = await own.client.desktops.create({ name: 'crowded' })
  const task = { type: 'command', content: 'true', desktopId } as const
  await own.client.tasks.createBatch({ tasks: Array(500).fill(task) })
  await own.client.desktops.delete(desktopId)
  own.program.child.kill('SIGKILL')
  await own.program.exited
  const { client } = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }, own.dataDir)
  await waitFor('the last one', async () => {
    return (await client.tasks.list({ desktopId, status: 'cancelled' })).length === 500
  })
  const events = await client.activity.list({ desktopId, type: 'task.cancelled', limit: 1000 })
  assert.equal(events.length, 500)
  assert.deepEqual(await client.desktops.list(), [])
})

test('a desktop that never connected can be removed; its credential is then of no use', async (t) => {
  const { id, credential } = await client.desktops.create({ name: 'unused' })
  await client.desktops.delete(id)
  await assert.rejects(startRunner(t, url, `${server.dataDir}/unused`, credential), /was removed/)
})
