import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { ask, createDatabase, databaseAt } from '../setup/engine.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startPostgres } from '../setup/postgres.ts'
import { assertProblem } from '../setup/problems.ts'
import { startProgram } from '../setup/processes.ts'
import { KEY, startServer, type TestServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const TASKS = '/api/mission-control/tasks'
const postgres = await startPostgres(wholeFile)
const TOKEN = 'a-token-of-prometheus'
const ENV = { DATABASE_URL: postgres.url, MISSION_CONTROL_METRICS_TOKEN: TOKEN }
const dataDir = temporaryFolder(wholeFile)
let server = await startServer(wholeFile, ENV, dataDir)

const health = async ({ url }: TestServer) => (await fetch(`${url}/api/health`)).json()

async function scrape({ url }: TestServer): Promise<string> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
  return await answer.text()
}

/** `serve` that refuses to start: its exit code and what it says. */
async function refused(t: Parameters<typeof startProgram>[0], env: NodeJS.ProcessEnv) {
  const program = startProgram(t, ['serve'], {
    PORT: '0',
    MISSION_CONTROL_API_KEY: KEY,
    MISSION_CONTROL_DATA_DIR: temporaryFolder(t),
    ...env,
  })
  return { code: await program.exited, said: program.stderr() }
}

test('a command runs, is approved, and everything is there after a restart', async () => {
  const { client } = server
  const { id } = await finishCommand(server, 'printf "one\\377"', { requiresApproval: true })
  assert.equal((await client.approvals.list()).length, 1)
  await client.tasks.review(id, { decision: 'approve', feedback: 'Grüße' })
  const task = await client.tasks.get(id)
  const history = await client.activity.list({ taskId: id, after: 0 })
  await server.stop()
  server = await startServer(wholeFile, ENV, dataDir)
  assert.deepEqual(await server.client.tasks.get(id), task)
  assert.deepEqual(await outputOf(server.client, id), Buffer.from('one\xff', 'latin1'))
  assert.deepEqual(await server.client.activity.list({ taskId: id, after: 0 }), history)
})

test('what is stored on PostgreSQL is found by the search', async () => {
  const { id } = await finishCommand(server, 'echo needle in the output')
  await finishCommand(server, 'echo hay')
  const answer = await server.request('/api/mission-control/search?q=needle')
  const { hits } = (await answer.json()) as { hits: { id: string }[] }
  assert.deepEqual(
    hits.map((hit) => hit.id),
    [id],
  )
})

test('a second server on the database is refused in words, and the first goes on', async (t) => {
  const { code, said } = await refused(t, ENV)
  assert.equal(code, 1)
  assert.match(said, /Another Mission Control is running on the database of DATABASE_URL\. Stop it/)
  assert.equal((await finishCommand(server, 'true')).status, 'done')
})

test('a run goes on while PostgreSQL is killed and comes back; nothing of it is lost', async () => {
  const task = await runCommand(server, `echo before; ${untilThere('go')}; echo after`)
  await waitFor('the first line', async () => (await outputOf(server.client, task.id)).length > 0)
  await postgres.kill()
  const create = {
    method: 'POST',
    json: { type: 'command', content: 'true', desktopId: server.desktopId },
  }
  const { detail } = await assertProblem(
    await server.request(TASKS, create),
    'database_unreachable',
  )
  assert.match(detail, /cannot be reached.*Idempotency-Key/)
  await assertProblem(await server.request(TASKS), 'database_unreachable')
  assert.partialDeepStrictEqual(await health(server), { status: 'degraded', storage: 'away' })
  const notReady = await assertProblem(await fetch(`${server.url}/api/ready`), 'not_ready')
  assert.match(notReady.detail, /database: The database cannot be reached/)
  const blind = await scrape(server)
  assert.match(blind, /^mission_control_ready\{part="database"\} 0$/m)
  assert.doesNotMatch(blind, /^mission_control_(desktops|runs)\{/m)
  await postgres.start()
  await waitFor('the server to go on', async () => (await health(server)).status === 'ok')
  assert.equal((await server.client.ready()).status, 'ready')
  assert.match(await scrape(server), /^mission_control_desktops\{status="running"\} 1$/m)
  assert.equal((await finishCommand(server, 'touch go')).status, 'done')
  assert.equal((await ended(server.client, task.id)).status, 'done')
  assert.equal(String(await outputOf(server.client, task.id)), 'before\nafter\n')
})

test('while the database takes no writes it can be read, and the server says whose disk or setting that is', async () => {
  const turn = async (mode: 'on' | 'off') => {
    await ask(
      postgres.url,
      `begin read write; alter database postgres set default_transaction_read_only = ${mode}; commit`,
    )
  }
  await turn('on')
  await ask(
    postgres.url,
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'mission-control%'",
  )
  const json = { type: 'command', content: 'true', desktopId: server.desktopId }
  const refused = await waitFor('it to be refused', async () => {
    const answer = await server.request(TASKS, { method: 'POST', json })
    return answer.status === 507 && answer
  })
  const { detail } = await assertProblem(refused, 'insufficient_storage')
  assert.match(detail, /The database takes no writes\. PostgreSQL is a standby there/)
  assert.equal((await server.request(TASKS)).status, 200)
  assert.equal((await server.client.ready()).status, 'ready')
  await turn('off')
  await waitFor('the server to go on', async () => (await health(server)).status === 'ok')
  assert.equal((await finishCommand(server, 'true')).status, 'done')
})

test('a run goes on while the server is killed, and its end is recorded once', async () => {
  const task = await runCommand(server, `${untilThere('went')}; echo done`)
  await waitFor('its start', async () => (await server.client.tasks.get(task.id)).processStartedAt)
  server.program.child.kill('SIGKILL')
  await server.program.exited
  server = await startServer(wholeFile, ENV, dataDir)
  await finishCommand(server, 'touch went')
  assert.equal((await ended(server.client, task.id)).status, 'done')
  const history = await server.client.activity.list({ taskId: task.id, after: 0 })
  assert.equal(history.filter(({ type }) => type === 'task.completed').length, 1)
})

test('a database that could lose what it has acknowledged, or is not there, is refused in words', async (t) => {
  const careless = await createDatabase(postgres.url, 'careless')
  await ask(postgres.url, 'alter database careless set synchronous_commit = off')
  await ask(postgres.url, "create database latin encoding 'LATIN1' template template0")
  for (const [url, words] of [
    [careless, /synchronous_commit = off: what is acknowledged could be lost\. Set it to on/],
    [databaseAt(postgres.url, 'latin'), /must have the encoding UTF8, not LATIN1/],
    [databaseAt(postgres.url, 'missing'), /database "missing" does not exist/],
    ['postgres://127.0.0.1:1/none', /can't be used: .*ECONNREFUSED/],
    ['mysql://127.0.0.1/none', /DATABASE_URL: expected one address such as postgres:\/\//],
    ['postgres://u:p/w@127.0.0.1/none', /percent-encoded/],
    ['postgres://127.0.0.1:1,127.0.0.1:2/none', /expected one address/],
  ] as const) {
    const { code, said } = await refused(t, { DATABASE_URL: url })
    assert.equal(code, 1, url)
    assert.match(said, words)
  }
})

test('servers that are to share a database are refused without it, and without a key that they share', async (t) => {
  for (const [name, env] of [
    ['DATABASE_URL', {}],
    ['MISSION_CONTROL_SECRET_KEY', ENV],
  ] as const) {
    const { code, said } = await refused(t, { NATS_URL: 'nats://127.0.0.1:1', ...env })
    assert.equal(code, 1, name)
    assert.match(said, new RegExp(`share one database: set ${name} as well, to the same for each`))
  }
})
