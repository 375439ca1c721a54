import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Task } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { processesOf } from '../setup/process-table.ts'
import { startServer } from '../setup/server.ts'
import { ended, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, workDir } = server

/** Runs the command until it has printed `ready`. */
async function runUntilReady(command: string): Promise<Task> {
  const task = await runCommand(server, command)
  await waitFor('the command to be ready', async () =>
    `${await outputOf(client, task.id)}`.includes('ready\n'),
  )
  return task
}

async function cancel({ id }: Task): Promise<Task> {
  const asked = await client.tasks.cancel(id)
  assert.equal(asked.status, 'running')
  assert.notEqual(asked.cancelRequestedAt, null)
  return await ended(client, id)
}

async function nothingIsLeftOf(task: Task): Promise<void> {
  await waitFor('all processes to be gone', () => processesOf(task.id).length === 0)
}

test('a cancelled command is asked to end, and may tidy up', async () => {
  const task = await runUntilReady(
    "trap 'echo tidied up; exit 0' TERM; echo ready; while :; do sleep 0.05; done",
  )
  const cancelled = await cancel(task)
  assert.equal(cancelled.status, 'cancelled')
  assert.equal(cancelled.error, null)
  assert.match(`${await outputOf(client, task.id)}`, /tidied up\n$/)
  await nothingIsLeftOf(task)
})

test('a command that ignores it is killed after 5 seconds', async () => {
  const task = await runUntilReady(
    "trap 'echo ignored' TERM; echo ready; while :; do sleep 0.05; done",
  )
  const cancelled = await cancel(task)
  assert.equal(cancelled.status, 'cancelled')
  assert.equal(cancelled.exitCode, null)
  const took = Date.parse(cancelled.completedAt!) - Date.parse(cancelled.cancelRequestedAt!)
  assert.ok(took >= 5000, `it was given only ${took} ms`)
  assert.match(`${await outputOf(client, task.id)}`, /ignored/)
  await nothingIsLeftOf(task)
})

test('children, grandchildren and those that left the session are stopped as well', async () => {
  const task = await runUntilReady(
    `sleep 1001 &
     (sleep 1002 &)
     setsid sleep 1003 &
     setsid sh -c 'setsid sh -c "trap : TERM; while :; do sleep 1004; done" & sleep 1005' &
     sh -c 'setsid sh -c "exec sleep 1006 >/dev/null 2>&1" & exit 0'
     nohup sleep 1007 >/dev/null 2>&1 &
     echo ready; wait; sleep 1008`,
  )
  // The command itself, seven that sleep at 1001 to 1007, and the two shells around 1004 and 1005.
  await waitFor('all ten to be there', () => processesOf(task.id).length === 10)
  assert.equal((await cancel(task)).status, 'cancelled')
  await nothingIsLeftOf(task)
})

test('other commands are not disturbed by it', async () => {
  const other = await runUntilReady(`echo ready; ${untilThere('go')}; echo end`)
  const task = await runUntilReady('echo ready; sleep 1000')
  assert.equal((await cancel(task)).status, 'cancelled')
  await runCommand(server, 'touch go')
  assert.equal((await ended(client, other.id)).status, 'done')
  assert.equal(`${await outputOf(client, other.id)}`, 'ready\nend\n')
})

test('the shell does not go on to its next command', async () => {
  const task = await runUntilReady('echo ready; sleep 1000; touch next-command')
  assert.equal((await cancel(task)).status, 'cancelled')
  await nothingIsLeftOf(task)
  assert.ok(!existsSync(join(workDir, 'next-command')))
})
