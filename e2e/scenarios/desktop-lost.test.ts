import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { adviceFor } from '@mission-control/protocol'
import { PROTOCOL_VERSION } from '@mission-control/protocol/runner'
import { BareRunner } from '../setup/bare-runner.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { processesOf } from '../setup/process-table.ts'
import { startDesktop, startRunner } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile, {
  MISSION_CONTROL_LOCAL_DESKTOP: 'off',
  MISSION_CONTROL_LOST_AFTER: '3',
})
const { client } = server
const COMMAND = `echo up; ${untilThere('go')}; echo late`

test('the tasks of a desktop that stays away fail once, and are stopped when it comes back', async (t) => {
  const { desktop, program, dir } = await startDesktop(t, server, 'lost')
  const steady = await startDesktop(t, server, 'steady')
  const task = await runCommand(server, COMMAND, { desktopId: desktop.id })
  const other = await runCommand(server, COMMAND, { desktopId: steady.desktop.id })
  for (const { id } of [task, other]) {
    await waitFor('it to print', async () => (await outputOf(client, id)).length > 0)
  }
  program.child.kill('SIGKILL')
  await program.exited

  const lost = await ended(client, task.id)
  assert.deepEqual([lost.status, lost.error?.code], ['failed', 'desktop_lost'])
  assert.ok(lost.error?.message.endsWith(adviceFor('desktop_lost')))
  assert.equal(`${await outputOf(client, task.id)}`, 'up\n')
  assert.ok(processesOf(task.id).length > 0)

  await startRunner(t, server.url, dir, desktop.credential)
  await waitFor('it to be stopped', () => processesOf(task.id).length === 0)
  const next = await finishCommand(server, 'true', { desktopId: desktop.id })
  assert.equal(next.status, 'done')
  assert.deepEqual(await client.tasks.get(task.id), lost)
  assert.equal(`${await outputOf(client, task.id)}`, 'up\n')
  const events = await client.activity.list({ taskId: task.id, after: 0 })
  assert.deepEqual(
    events.map(({ type }) => type),
    ['task.created', 'task.started', 'task.failed'],
  )

  assert.equal((await client.tasks.get(other.id)).status, 'running')
  writeFileSync(join(steady.dir, 'work/go'), '')
  assert.equal((await ended(client, other.id)).status, 'done')
})

test('a task of a desktop that is away is cancelled at once, and stopped when it comes back', async (t) => {
  const { desktop, program, dir } = await startDesktop(t, server, 'away')
  const { id } = await runCommand(server, COMMAND, { desktopId: desktop.id })
  await waitFor('it to print', async () => (await outputOf(client, id)).length > 0)
  program.child.kill('SIGKILL')
  await program.exited
  await waitFor('the server to notice', async () => {
    const answered = await client.tasks.cancel(id).catch(() => client.tasks.get(id))
    return answered.status === 'cancelled'
  })
  assert.ok(processesOf(id).length > 0)
  await startRunner(t, server.url, dir, desktop.credential)
  await waitFor('it to be stopped', () => processesOf(id).length === 0)
  assert.equal((await client.tasks.get(id)).status, 'cancelled')
})

test('a cancellation that the desktop does not confirm counts after 15 s, and what still comes is refused', async (t) => {
  const desktop = await client.desktops.create({ name: 'deaf' })
  const runner = await BareRunner.connect(t, server, desktop, PROTOCOL_VERSION)
  const { id } = await runCommand(server, 'true', {
    desktopId: desktop.id,
    graceSeconds: 0,
  })
  const { runId } = await runner.hears('start')
  await client.tasks.cancel(id)
  await runner.hears('cancel')
  const task = await ended(client, id)
  const took = Date.parse(task.completedAt!) - Date.parse(task.cancelRequestedAt!)
  assert.ok(task.status === 'cancelled' && took >= 15_000, `${task.status} after ${took} ms`)
  runner.ends(runId)
  assert.equal((await runner.hears('discard')).runId, runId)
  assert.deepEqual(await client.tasks.get(id), task)
})
