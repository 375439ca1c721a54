import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createClient } from '@mission-control/client'
import type { Task } from '@mission-control/protocol'
import { storeOf } from '../setup/engine.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { childrenOf, isAlive, processesOf } from '../setup/process-table.ts'
import { type Program, startNpm } from '../setup/processes.ts'
import { sampled } from '../setup/sampled.ts'
import { KEY, startServer, type TestServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

/** `npm start`, ready for commands. */
async function npmStart(t: TestContext) {
  const dataDir = temporaryFolder(t)
  const env = { PORT: '0', MISSION_CONTROL_DATA_DIR: dataDir, MISSION_CONTROL_API_KEY: KEY }
  const program = startNpm(t, { ...env, ...(await storeOf(dataDir)) })
  await program.prints(/Ctrl-C/)
  const [, url = ''] = await program.prints(/Address +(http\S+)/)
  const [desktopId = ''] = await program.prints(/desktop_\w+/)
  return { program, dataDir, desktopId, client: createClient({ baseUrl: url, apiKey: KEY }) }
}

/** Runs `count` commands that don't end by themselves, until each has printed something. */
async function runEndless(server: Pick<TestServer, 'client' | 'desktopId'>, count: number) {
  const tasks: Task[] = []
  for (let i = 0; i < count; i++) {
    const task = await runCommand(server, 'echo begun; exec sleep 1000')
    await waitFor('it to begin', async () => (await outputOf(server.client, task.id)).length > 0)
    tasks.push(task)
  }
  return tasks
}

const lastLineOf = (program: Program) => program.stdout().trimEnd().split('\n').at(-1)!

const WAYS: Record<string, (program: Program) => void> = {
  'Ctrl-C, which arrives twice': ({ pid }) => {
    // The terminal sends it to all; npm passes on its own.
    process.kill(-pid, 'SIGINT')
    process.kill(-pid, 'SIGINT')
  },
  'TERM to npm': ({ pid }) => process.kill(pid, 'SIGTERM'),
  'TERM to the server itself': ({ pid }) => process.kill(childrenOf(pid, 'serve')[0]!, 'SIGTERM'),
}

for (const [way, send] of sampled(Object.entries(WAYS), 1)) {
  test(`${way} stops the server with exit code 0`, async (t) => {
    const { program } = await npmStart(t)
    const [server] = childrenOf(program.pid, 'serve')
    assert.ok(server && isAlive(server))
    send(program)
    assert.equal(await program.exited, 0)
    assert.equal(lastLineOf(program), 'Stopped. No command is running.')
    assert.ok(!isAlive(server))
  })
}

test('commands that run go on, and the last line says how many and how to end them', async (t) => {
  const server = await npmStart(t)
  const { program, dataDir } = server
  await finishCommand(server, 'true')
  const tasks = await runEndless(server, 2)
  process.kill(-program.pid, 'SIGINT')
  assert.equal(await program.exited, 0)
  const line = lastLineOf(program)
  assert.match(line, /2 running commands go on without the server/)
  for (const { id } of tasks) assert.notEqual(processesOf(id).length, 0)

  const [toEndThem] = /kill -INT \d+/.exec(line) ?? []
  execFileSync('sh', ['-c', toEndThem!])
  for (const { id } of tasks) {
    await waitFor('the command to end', () => processesOf(id).length === 0)
  }
  const next = await startServer(t, {}, dataDir)
  for (const { id } of tasks) {
    const task = await ended(next.client, id)
    assert.deepEqual([task.status, task.error?.code], ['failed', 'signaled'])
    assert.equal(`${await outputOf(next.client, id)}`, 'begun\n')
  }
})

test('the next start adopts what still runs, and can cancel it', async (t) => {
  const first = await startServer(t)
  const [task] = await runEndless(first, 1)
  assert.equal(await first.stop(), 0)
  assert.match(lastLineOf(first.program), /1 running command goes on without the server/)

  const second = await startServer(t, {}, first.dataDir)
  assert.equal((await second.client.tasks.get(task!.id)).status, 'running')
  assert.notEqual(processesOf(task!.id).length, 0)
  await second.client.tasks.cancel(task!.id)
  assert.equal((await ended(second.client, task!.id)).status, 'cancelled')
  await waitFor('the command to end', () => processesOf(task!.id).length === 0)
  assert.equal(await second.stop(), 0)
  assert.equal(lastLineOf(second.program), 'Stopped. No command is running.')
})

/** Asks the server to stop, and resolves when it takes no new connections. */
async function beginStop({ program, url }: TestServer): Promise<void> {
  program.child.kill('SIGTERM')
  await waitFor('the server to take no more requests', () =>
    fetch(`${url}/api/health`, { headers: { connection: 'close' } }).then(
      (response) => response.status === 503,
      () => true,
    ),
  )
}

test('a request that is under way is answered', async (t) => {
  const server = await startServer(t)
  const { url, desktopId, dataDir, program } = server
  const body = JSON.stringify({ type: 'command', content: 'true', desktopId })
  const request = httpRequest(`${url}/api/mission-control/tasks`, {
    method: 'POST',
    headers: {
      'x-api-key': KEY,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  })
  const answered = once(request, 'response') as Promise<[IncomingMessage]>
  request.flushHeaders()
  await once(request, 'continue')
  await beginStop(server)
  request.end(body)

  const [response] = await answered
  const task = JSON.parse(Buffer.concat(await response.toArray()).toString())
  assert.deepEqual([response.statusCode, task.status], [201, 'pending'])
  assert.equal(await program.exited, 0)
  const next = await startServer(t, {}, dataDir)
  assert.deepEqual(await next.client.tasks.get(task.id), task)
})

test('a long answer that is under way is given to its end', async (t) => {
  const server = await startServer(t)
  const bytes = 15_000_000
  const task = await finishCommand(server, `head -c ${bytes} /dev/zero`)
  const path = `/api/mission-control/tasks/${task.id}/output`
  const response = await server.request(path, { headers: { accept: 'text/plain' } })
  await beginStop(server)
  assert.equal((await response.arrayBuffer()).byteLength, bytes)
  assert.equal(await server.program.exited, 0)
  // Waiting for the client's connection, which it keeps, would have ended in a stop without order.
  assert.ok(!existsSync(join(server.dataDir, 'mission-control.db-wal')))
})

test('so is one that is written as a whole and waits to be read', async (t) => {
  const server = await startServer(t)
  const { client, desktopId } = server
  const large = { type: 'command' as const, content: 'x'.repeat(50_000), desktopId }
  for (let i = 0; i < 15; i++) await client.tasks.createBatch({ tasks: Array(20).fill(large) })
  const response = await server.request('/api/mission-control/tasks')
  await beginStop(server)
  assert.equal(((await response.json()) as Task[]).length, 300)
  assert.equal(await server.program.exited, 0)
})

test('event streams end, in order', async (t) => {
  const server = await startServer(t)
  const streams = await Promise.all(
    ['/api/mission-control/activity/stream', '/api/desktops/stream'].map((path) =>
      server.request(path),
    ),
  )
  server.program.child.kill('SIGTERM')
  // A connection that is cut instead would reject.
  for (const stream of streams) assert.match(await stream.text(), /^(id|retry):/m)
  assert.equal(await server.program.exited, 0)
})
