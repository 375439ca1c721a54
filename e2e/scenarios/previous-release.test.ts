import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { wholeFile } from '../setup/cleanup.ts'
import { ask, databaseAt } from '../setup/engine.ts'
import { MAIN } from '../setup/main.ts'
import { startNats } from '../setup/nats.ts'
import { startPostgres } from '../setup/postgres.ts'
import { previousRelease } from '../setup/previous-release.ts'
import { sampled } from '../setup/sampled.ts'

/** What its servers are asked for, in tests that start none again: on a newer schema it refuses to start. */
const FILES = [
  'tasks',
  'task-conflicts',
  'tries',
  'approvals',
  'permissions',
  'chat',
  'agent-setup',
  'desktop-change',
  'sessions',
  'activity-list',
]

const [postgres, nats] = await Promise.all([startPostgres(wholeFile), startNats(wholeFile)])
const { root, main } = previousRelease(wholeFile)
const steps = readdirSync(join(root, 'packages/server/src/store/migrations')).length - 1

for (const name of sampled(FILES, 1)) {
  test(`servers of the release before do what they did on the schema of this one: ${name}`, async () => {
    const file = join(root, `e2e/scenarios/${name}.test.ts`)
    const env = {
      ...process.env,
      // With it Node runs no tests within tests.
      NODE_TEST_CONTEXT: undefined,
      MISSION_CONTROL_TEST_POSTGRES: postgres.url,
      MISSION_CONTROL_TEST_NATS: nats.url,
      MISSION_CONTROL_TEST_MAIN: join(import.meta.dirname, '../setup/previous-release-beside.ts'),
      MISSION_CONTROL_PREVIOUS: main,
      MISSION_CONTROL_NEXT: MAIN,
    }
    await promisify(execFile)(process.execPath, [file], { cwd: root, env }).catch((error) =>
      assert.fail(error.stdout),
    )
    const databases = await ask(
      postgres.url,
      "select datname from pg_database where datname like 'test_%'",
    )
    assert.ok(databases.length > 0)
    for (const { datname } of databases) {
      const url = databaseAt(postgres.url, `${datname}`)
      const [row] = await ask(url, 'select count(*)::int as taken from kysely_migration')
      assert.ok((row?.taken as number) > steps)
    }
  })
}
