import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { PERSON, setUpBrowser } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ask, createDatabase, ON_SQLITE } from '../setup/engine.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startPostgres } from '../setup/postgres.ts'
import { startProgram } from '../setup/processes.ts'
import { KEY, startServer } from '../setup/server.ts'
import { finishCommand, outputOf } from '../setup/tasks.ts'

const postgres = await startPostgres(wholeFile)
const dataDir = temporaryFolder(wholeFile)
const first = await startServer(wholeFile, ON_SQLITE, dataDir)
const { client, desktopId } = first

await setUpBrowser(first)
await client.desktops.setPermissionRules(desktopId, [])
await client.tasks.create(
  { type: 'command', content: 'echo "later 𝄞"', desktopId },
  { idempotencyKey: 'once' },
)
const { id } = await finishCommand(first, 'head -c 300000 /dev/urandom', { requiresApproval: true })
await client.tasks.review(id, { decision: 'reject', feedback: 'Größer' })
for (let i = 0; i < 300; i++) await client.desktops.create({ name: `${i}` })
const output = await outputOf(client, id)
const history = await client.activity.list({ after: 0 })
const counts = (await client.overview.get()).tasks

/** `mission-control move`: its exit code and what it says. */
async function move(t: Parameters<typeof startProgram>[0], from: string, to: string) {
  const program = startProgram(t, ['move', '--from', from, '--to', to])
  return { code: await program.exited, said: program.stderr(), printed: program.stdout() }
}

/** A line for each table, with its checksum. */
const sums = (printed: string) => printed.split('\n').filter((line) => line.includes('sha256'))

const newDatabase = (name: string) => createDatabase(postgres.url, name)

test('a home whose server runs is not moved, nor is one that is not there', async (t) => {
  const running = await move(t, dataDir, postgres.url)
  assert.notEqual(running.code, 0)
  assert.match(running.said, /runs on the data directory .* Stop it first/)
  const missing = await move(t, join(dataDir, 'nowhere'), postgres.url)
  assert.match(missing.said, /There is no Mission Control in .*nowhere/)
  await first.stop()
})

test('from SQLite to PostgreSQL and back every row arrives as it was', async (t) => {
  const [there, back] = [
    await move(t, dataDir, postgres.url),
    await move(t, postgres.url, temporaryFolder(t)),
  ]
  assert.deepEqual([there.code, back.code], [0, 0], there.said + back.said)
  assert.deepEqual(sums(back.printed), sums(there.printed))
  for (const table of [
    'tasks',
    'output',
    'approvals',
    'activity',
    'accounts',
    'idempotency_keys',
  ]) {
    assert.match(there.printed, new RegExp(`^${table} +[1-9]`, 'm'))
  }
})

test('the server goes on in its new home: desktop, key, sign-in, output, log and counts', async (t) => {
  const server = await startServer(t, { DATABASE_URL: postgres.url }, dataDir)
  assert.equal(server.desktopId, desktopId)
  assert.deepEqual(await outputOf(server.client, id), output)
  assert.deepEqual((await server.client.overview.get()).tasks, counts)
  const now = await server.client.activity.list({ after: 0 })
  assert.deepEqual(now.slice(0, history.length), history)
  assert.equal((await finishCommand(server, 'true')).status, 'done')
  const signIn = { method: 'POST', json: { email: PERSON.email, password: PERSON.password } }
  assert.equal((await server.request('/api/auth/sign-in', signIn)).status, 200)
  const found = await server.request('/api/mission-control/search?q=later')
  assert.equal(((await found.json()) as { hits: unknown[] }).hits.length, 1)
})

test('into a home that is not empty nothing is moved', async (t) => {
  const { code, said } = await move(t, dataDir, postgres.url)
  assert.notEqual(code, 0)
  assert.match(said, /The database to move into is not empty/)
})

test('a move that was broken off goes on, and no server starts on what is half there', async (t) => {
  const url = await newDatabase('broken_off')
  await ask(
    url,
    `create function refuse() returns event_trigger language plpgsql as $$ begin
      if exists (select from pg_tables where tablename = 'move_under_way') then
        execute 'alter table runs add constraint never check (false)';
      end if; end $$;
     create event trigger at_the_start on ddl_command_end when tag in ('CREATE TABLE')
       execute function refuse()`,
  )
  const broken = await move(t, dataDir, url)
  assert.notEqual(broken.code, 0)
  assert.match(broken.said, /never/)
  await ask(url, 'drop event trigger at_the_start; alter table runs drop constraint never')
  assert.ok((await ask(url, 'select id from tasks')).length > 0)

  const server = startProgram(t, ['serve'], {
    PORT: '0',
    DATABASE_URL: url,
    MISSION_CONTROL_API_KEY: KEY,
    MISSION_CONTROL_DATA_DIR: temporaryFolder(t),
  })
  assert.equal(await server.exited, 1)
  assert.match(server.stderr(), /The move into this database was stopped before its end/)

  const { code, said } = await move(t, dataDir, url)
  assert.equal(code, 0, said)
  assert.equal((await ask(url, 'select id from runs')).length, 1)
})
