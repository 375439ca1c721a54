import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { PERSON, setUpBrowser } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ask, createDatabase, ON_SQLITE } from '../setup/engine.ts'
import { addRareRows, everyRow } from '../setup/every-table.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { freePort } from '../setup/port.ts'
import { startPostgres } from '../setup/postgres.ts'
import { startProgram } from '../setup/processes.ts'
import { startDesktop, startRunner } from '../setup/runner.ts'
import { KEY, startServer, type TestServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const postgres = await startPostgres(wholeFile)
const dataDir = temporaryFolder(wholeFile)
const HOME = { PORT: await freePort(), MISSION_CONTROL_RATE_LIMIT: '0' }
const first = await startServer(wholeFile, { ...HOME, ...ON_SQLITE }, dataDir)
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
/** One that stays connected, one whose command runs on, and one that is away while all is moved. */
const [idle, busy, away] = [
  await startDesktop(wholeFile, first, 'idle'),
  await startDesktop(wholeFile, first, 'busy'),
  await startDesktop(wholeFile, first, 'away'),
]
const running = await runUntil(first, 'moved')
const output = await outputOf(client, id)
const history = await client.activity.list({ after: 0 })

/** A command of the busy desktop that goes on until that file is there. */
async function runUntil({ client }: Pick<TestServer, 'client'>, file: string) {
  const content = `echo before; ${untilThere(file)}; echo after`
  const task = await runCommand({ client, desktopId: busy.desktop.id }, content)
  await waitFor('its output', async () => (await outputOf(client, task.id)).length > 0)
  return task
}

/** All desktops are back with the credentials that they had, have lost nothing, and run. */
async function fleetGoesOn({ client, url }: TestServer, task: { id: string }) {
  away.program = await startRunner(wholeFile, url, away.dir, away.desktop.credential)
  assert.equal((await ended(client, task.id)).status, 'done')
  assert.equal(`${await outputOf(client, task.id)}`, 'before\nafter\n')
  for (const { desktop } of [idle, busy, away]) {
    const isBack = async () => (await client.desktops.get(desktop.id)).status === 'running'
    await waitFor('the desktop', isBack)
    assert.equal((await finishCommand({ client, desktopId: desktop.id }, 'true')).status, 'done')
  }
}
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
  away.program.child.kill('SIGKILL')
  await first.stop()
  const [run] = everyRow(dataDir).runs!
  const [workspace] = everyRow(dataDir).workspaces!
  addRareRows(dataDir, {
    workspace_id: `${workspace?.id}`,
    desktop_id: away.desktop.id,
    run_id: `${run?.id}`,
  })
})

test('from SQLite to PostgreSQL and back every row of every table arrives as it was', async (t) => {
  const source = everyRow(dataDir)
  const empty = Object.keys(source).filter((table) => source[table]!.length === 0)
  assert.deepEqual(empty, [], 'give each table a row here')
  const target = temporaryFolder(t)
  const [there, back] = [await move(t, dataDir, postgres.url), await move(t, postgres.url, target)]
  assert.deepEqual([there.code, back.code], [0, 0], there.said + back.said)
  assert.deepEqual(sums(back.printed), sums(there.printed))
  const arrived = everyRow(target)
  assert.deepEqual(Object.keys(arrived), Object.keys(source))
  for (const [table, rows] of Object.entries(source)) assert.deepEqual(arrived[table], rows, table)
})

test('the server goes on in its new home, and in the old one: desktops, runs, key, sign-in, output, log and counts', async (t) => {
  const there = await startServer(t, { ...HOME, DATABASE_URL: postgres.url }, dataDir)
  assert.equal(there.desktopId, desktopId)
  assert.deepEqual(await outputOf(there.client, id), output)
  assert.deepEqual((await there.client.overview.get()).tasks, counts)
  const now = await there.client.activity.list({ after: 0 })
  assert.deepEqual(now.slice(0, history.length), history)
  assert.equal((await finishCommand(there, 'true')).status, 'done')
  const signIn = { method: 'POST', json: { email: PERSON.email, password: PERSON.password } }
  assert.equal((await there.request('/api/auth/sign-in', signIn)).status, 200)
  const found = await there.request('/api/mission-control/search?q=later')
  assert.equal(((await found.json()) as { hits: unknown[] }).hits.length, 1)
  writeFileSync(join(busy.dir, 'work', 'moved'), '')
  await fleetGoesOn(there, running)

  const again = await runUntil(there, 'moved-back')
  away.program.child.kill('SIGKILL')
  assert.equal(await there.stop(), 0)
  const home = temporaryFolder(t)
  const { code, said } = await move(t, postgres.url, home)
  assert.equal(code, 0, said)
  // It ends while nobody is there to hear of it.
  writeFileSync(join(busy.dir, 'work', 'moved-back'), '')
  const back = await startServer(t, { ...HOME, ...ON_SQLITE }, home)
  await fleetGoesOn(back, again)
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
  assert.equal((await ask(url, 'select id from runs')).length, everyRow(dataDir).runs?.length)
})
