import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Task } from '@mission-control/protocol'
import { freePort } from '../setup/port.ts'
import { childrenOf, isAlive, processesOf } from '../setup/process-table.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

/** Prints in three parts; goes on when `go-1` and `go-2` are there; notes each start in `starts`. */
const COMMAND = `echo started >> starts
seq 1000; ${untilThere('go-1')}
seq 1001 2000; echo half >&2; touch second-part; ${untilThere('go-2')}
seq 2001 3000; exit 5`
const FIRST_PART = numbers(1, 1000)
const STDOUT = numbers(1, 3000)

function numbers(first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_, i) => `${first + i}\n`).join('')
}

/** Runs {@link COMMAND} until its first part is stored. */
async function runFirstPart(server: TestServer, desktopId = server.desktopId): Promise<Task> {
  const task = await runCommand(server, COMMAND, { desktopId })
  await waitFor('the first part', async () => {
    return `${await outputOf(server.client, task.id)}` === FIRST_PART
  })
  return task
}

/** The second part is printed while nobody listens. */
async function goOnUnheard(workDir: string): Promise<void> {
  writeFileSync(join(workDir, 'go-1'), '')
  await waitFor('the second part', () => existsSync(join(workDir, 'second-part')))
}

async function assertWhole({ client }: TestServer, workDir: string, task: Task): Promise<void> {
  const after = await ended(client, task.id)
  assert.deepEqual([after.status, after.exitCode], ['failed', 5])
  const texts = { stdout: '', stderr: '', system: '', agent: '' }
  for (const { stream, data } of await client.tasks.output(task.id)) texts[stream] += data
  assert.equal(texts.stdout, STDOUT)
  assert.equal(texts.stderr, 'half\n')
  assert.equal(readFileSync(join(workDir, 'starts'), 'utf8'), 'started\n')
  const events = await client.activity.list({ taskId: task.id, after: 0 })
  assert.deepEqual(
    events.map(({ type }) => type),
    ['task.created', 'task.started', 'task.failed'],
  )
}

function localRunnerOf({ program }: TestServer): number {
  const [pid, ...others] = childrenOf(program.pid, '--until-stdin-ends')
  assert.equal(others.length, 0)
  return pid!
}

async function kill({ program }: TestServer): Promise<void> {
  program.child.kill('SIGKILL')
  assert.equal(await program.exited, 'SIGKILL')
}

const ENDS: Record<string, (server: TestServer) => Promise<unknown>> = {
  'killed with -9': kill,
  stopped: (server) => server.stop(),
}

for (const [how, end] of Object.entries(ENDS)) {
  test(`a command goes on while the server is ${how}, which ends its runner, and nothing is lost`, async (t) => {
    const first = await startServer(t)
    const { workDir, dataDir } = first
    const runner = localRunnerOf(first)
    const task = await runFirstPart(first)
    await end(first)
    await waitFor('the runner to end', () => !isAlive(runner))
    await goOnUnheard(workDir)

    const second = await startServer(t, {}, dataDir)
    assert.equal(second.desktopId, first.desktopId)
    const again = await second.client.tasks.get(task.id)
    assert.deepEqual([again.status, again.startedAt], ['running', task.startedAt])
    writeFileSync(join(workDir, 'go-2'), '')
    await assertWhole(second, workDir, task)
  })

  test(`a command that ends while the server is ${how} has its true end afterwards`, async (t) => {
    const first = await startServer(t)
    const { workDir, dataDir } = first
    const task = await runFirstPart(first)
    await end(first)
    writeFileSync(join(workDir, 'go-2'), '')
    await goOnUnheard(workDir)

    await assertWhole(await startServer(t, {}, dataDir), workDir, task)
  })
}

test('a command goes on when the runner of this machine is killed, and the server starts another', async (t) => {
  const server = await startServer(t)
  const { workDir } = server
  const task = await runFirstPart(server)
  const killed = localRunnerOf(server)
  process.kill(killed, 'SIGKILL')
  await waitFor('it to be gone', () => !isAlive(killed))
  await goOnUnheard(workDir)

  writeFileSync(join(workDir, 'go-2'), '')
  await assertWhole(server, workDir, task)
  assert.notEqual(localRunnerOf(server), killed)
})

test('a desktop elsewhere finds its server again, and loses nothing meanwhile', async (t) => {
  const PORT = await freePort()
  const first = await startServer(t, { PORT })
  const { desktop, dir, program } = await startDesktop(t, first, 'elsewhere')
  const workDir = join(dir, 'work')
  const task = await runFirstPart(first, desktop.id)
  await kill(first)
  await goOnUnheard(workDir)

  const second = await startServer(t, { PORT }, first.dataDir)
  writeFileSync(join(workDir, 'go-2'), '')
  await assertWhole(second, workDir, task)
  assert.equal(program.child.exitCode, null)
})

/** The process that holds the commands of this machine. */
function keeperOf({ dataDir, desktopId }: TestServer): number {
  return JSON.parse(readFileSync(join(dataDir, 'desktops', desktopId, 'keeper.pid'), 'utf8')).pid
}

async function assertLost(server: TestServer, task: Task): Promise<void> {
  const after = await ended(server.client, task.id)
  assert.deepEqual([after.status, after.error?.code], ['failed', 'keeper_lost'])
  assert.equal(`${await outputOf(server.client, task.id)}`, FIRST_PART)
  assert.equal(readFileSync(join(server.workDir, 'starts'), 'utf8'), 'started\n')
  await waitFor('what was left of it to be stopped', () => processesOf(task.id).length === 0)
}

async function nextCommandRuns(server: TestServer): Promise<void> {
  const task = await ended(server.client, (await runCommand(server, 'echo next')).id)
  assert.equal(task.status, 'done')
  assert.equal(`${await outputOf(server.client, task.id)}`, 'next\n')
}

test('a command whose keeper was killed is failed, with what it had printed, and not started again', async (t) => {
  const server = await startServer(t)
  const task = await runFirstPart(server)
  process.kill(keeperOf(server), 'SIGKILL')
  await assertLost(server, task)
  await nextCommandRuns(server)
})

test('the same when the server comes back only later', async (t) => {
  const first = await startServer(t)
  const task = await runFirstPart(first)
  await first.stop()
  const keeper = keeperOf(first)
  process.kill(keeper, 'SIGKILL')
  await waitFor('the keeper to be gone', () => !isAlive(keeper))

  const second = await startServer(t, {}, first.dataDir)
  await assertLost(second, task)
  await nextCommandRuns(second)
})
