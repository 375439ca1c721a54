import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { inDatabase } from '../setup/database.ts'
import { ON_SQLITE, storeOf } from '../setup/engine.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { takePort } from '../setup/port.ts'
import { startProgram } from '../setup/processes.ts'
import { sampled } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { ended, outputOf, runCommand, untilThere } from '../setup/tasks.ts'

/** A start that has to fail: resolves with what it says, which is one line. */
async function refusal(
  t: TestContext,
  env: NodeJS.ProcessEnv & { MISSION_CONTROL_DATA_DIR: string },
): Promise<string> {
  const store = await storeOf(env.MISSION_CONTROL_DATA_DIR)
  const program = startProgram(t, ['serve'], { PORT: '0', ...store, ...env })
  const started = program.prints(/Address/).then(() => 'started')
  assert.equal(await Promise.race([program.exited, started]), 1)
  assert.equal(program.stdout(), '')
  const said = program.stderr()
  assert.match(said, /^\S.*\.\n$/, said)
  return said
}

const UNFIT = [
  ['PORT', 'abc'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['MISSION_CONTROL_API_KEY', 'mc_short'],
  ['MISSION_CONTROL_API_KEY', `key_${'x'.repeat(40)}`],
  ['MISSION_CONTROL_RATE_LIMIT', '-1'],
  ['MISSION_CONTROL_OUTPUT_LIMIT', 'x'],
  ['MISSION_CONTROL_OUTPUT_LIMIT', '0'],
  ['MISSION_CONTROL_LOCAL_DESKTOP', 'maybe'],
  ['MISSION_CONTROL_LOG_LEVEL', 'loud'],
  ['MISSION_CONTROL_CONCURRENCY', 'many'],
  ['MISSION_CONTROL_TRUSTED_HEADER', 'X-User: '],
  ['MISSION_CONTROL_TRUSTED_HEADER', 'X-User'],
  ['MISSION_CONTROL_OIDC_ROLES', 'ops=boss'],
] as const

for (const [name, value] of sampled(UNFIT, 4)) {
  test(`${name}=${value} is refused by name, and nothing is made`, async (t) => {
    const dataDir = join(temporaryFolder(t), 'data')
    const said = await refusal(t, { MISSION_CONTROL_DATA_DIR: dataDir, [name]: value })
    assert.match(said, new RegExp(`\\b${name}\\b`))
    assert.ok(!existsSync(dataDir))
    if (name === 'MISSION_CONTROL_API_KEY') assert.ok(!said.includes(value))
  })
}

test('all variables that cannot be used are named at once', async (t) => {
  const env = { PORT: 'abc', MISSION_CONTROL_LOG_LEVEL: 'loud' }
  const said = await refusal(t, { MISSION_CONTROL_DATA_DIR: temporaryFolder(t), ...env })
  assert.match(said, /PORT: .*MISSION_CONTROL_LOG_LEVEL: /)
})

test('a port that is taken is named', async (t) => {
  const { port: PORT, server } = await takePort()
  t.after(() => server.close())
  const said = await refusal(t, { MISSION_CONTROL_DATA_DIR: temporaryFolder(t), PORT })
  assert.match(said, new RegExp(`Port ${PORT} .*is in use.*PORT`))
})

test('an address that is not of this machine is named', async (t) => {
  const env = { MISSION_CONTROL_DATA_DIR: temporaryFolder(t), HOST: '192.0.2.1' }
  assert.match(await refusal(t, env), /HOST is 192\.0\.2\.1/)
})

test('a data directory that cannot be made is named', async (t) => {
  const file = join(temporaryFolder(t), 'file')
  writeFileSync(file, 'not a folder')
  for (const dataDir of [join(file, 'data'), '/proc/mission-control']) {
    const said = await refusal(t, { MISSION_CONTROL_DATA_DIR: dataDir })
    assert.ok(said.includes(`${dataDir} cannot be written`), said)
    assert.match(said, /MISSION_CONTROL_DATA_DIR/)
  }
  assert.equal(readFileSync(file, 'utf8'), 'not a folder')
})

test('a second server on the same data directory is refused, and the first is not disturbed', async (t) => {
  const first = await startServer(t)
  const { client, dataDir, workDir, desktopId } = first
  const task = await runCommand(first, `echo one; ${untilThere('go')}; echo two`)
  // Enough work for several garbage collections, which must not find the lock.
  const many = Array(1000).fill({ type: 'command', content: 'x'.repeat(500), desktopId })
  await client.tasks.createBatch({ tasks: many })
  for (let i = 0; i < 30; i++) assert.equal((await client.tasks.list()).length, 1001)

  const said = await refusal(t, { MISSION_CONTROL_DATA_DIR: dataDir })
  assert.ok(said.includes(dataDir), said)
  assert.match(said, /^Another Mission Control runs/)

  assert.equal((await client.tasks.get(task.id)).status, 'running')
  writeFileSync(join(workDir, 'go'), '')
  assert.equal((await ended(client, task.id)).status, 'done')
  assert.equal(`${await outputOf(client, task.id)}`, 'one\ntwo\n')
  assert.equal(await first.stop(), 0)
  // As soon as the first has ended the directory is free.
  await startServer(t, {}, dataDir)
})

/** What is in the folder, in files and bytes. */
function contentsOf(dir: string): Record<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    files
      .sort()
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  )
}

test('a file that is no database is refused in words and left as it is', async (t) => {
  const dataDir = temporaryFolder(t)
  const file = join(dataDir, 'mission-control.db')
  const content = 'somebody kept something else under this name. '.repeat(10)
  writeFileSync(file, content)
  const said = await refusal(t, { MISSION_CONTROL_DATA_DIR: dataDir, ...ON_SQLITE })
  assert.match(said, /mission-control\.db is not a Mission Control database/)
  assert.equal(readFileSync(file, 'utf8'), content)
})

test('a database of a newer version is refused in words, and nothing in it changes', async (t) => {
  const server = await startServer(t)
  const { client, dataDir, desktopId } = server
  const task = await client.tasks.create({ type: 'command', content: 'true', desktopId })
  await server.stop()

  const step = '9999-from-the-future'
  await inDatabase(
    dataDir,
    `insert into kysely_migration (name, timestamp) values ('${step}', '2999-01-01T00:00:00.000Z')`,
  )
  const before = contentsOf(dataDir)
  const said = await refusal(t, { MISSION_CONTROL_DATA_DIR: dataDir })
  assert.match(said, /written by a newer Mission Control/)
  assert.ok(said.includes(step), said)
  assert.deepEqual(contentsOf(dataDir), before)

  await inDatabase(dataDir, `delete from kysely_migration where name = '${step}'`)
  const again = await startServer(t, {}, dataDir)
  assert.deepEqual(await again.client.tasks.get(task.id), task)
})
