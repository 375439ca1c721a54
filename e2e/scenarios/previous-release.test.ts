import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { createClient } from '@mission-control/client'
import { openBrowser, PERSON, setUpBrowser } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ask, databaseAt, ON_SQLITE } from '../setup/engine.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { MAIN } from '../setup/main.ts'
import { startNats } from '../setup/nats.ts'
import { invited } from '../setup/people.ts'
import { startPostgres } from '../setup/postgres.ts'
import { previousRelease } from '../setup/previous-release.ts'
import { startProgram } from '../setup/processes.ts'
import { startRunner } from '../setup/runner.ts'
import { sampled } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'

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
  'people',
  'people-approvals',
]

const NEXT = { type: 'command', content: 'true' } as const

const [postgres, nats] = await Promise.all([startPostgres(wholeFile), startNats(wholeFile)])
const { root, main } = previousRelease(wholeFile)
const STEPS = 'packages/server/src/store/migrations'
const OURS = join(import.meta.dirname, '../..', STEPS)
const steps = readdirSync(OURS).length - 1

test('each step of the schema that the release before has taken is as it was', () => {
  const theirs = join(root, STEPS)
  for (const name of readdirSync(theirs).filter((each) => each !== 'index.ts'))
    assert.equal(readFileSync(join(OURS, name), 'utf8'), readFileSync(join(theirs, name), 'utf8'))
})

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
      assert.equal(row?.taken, steps)
    }
  })
}

test('the data directory of the release before goes on: people, keys, sessions, workspaces, desktops, tasks, votes', async (t) => {
  const dir = temporaryFolder(t)
  const file = { MISSION_CONTROL_DATA_DIR: dir, ...ON_SQLITE }
  const before = await startServer(t, file, dir, main)
  const owner = await setUpBrowser(before)
  const { key } = await before.client.apiKeys.create('made before')
  const restrictedTo = { labels: ['kept'] }
  const restricted = await before.client.apiKeys.create({ name: 'restricted', restrictedTo })
  const team = await owner.client.workspaces.create('Team')
  const bob = await invited(before, before.client, 'approver', 'Bob')
  const runnerDir = temporaryFolder(t)
  const desktop = await before.client.desktops.create({ name: 'joined', labels: ['kept'] })
  const runner = await startRunner(t, before.url, runnerDir, desktop.credential, {}, main)
  await before.client.desktops.setPermissionRules(desktop.id, [{ tool: 'shell', decision: 'ask' }])
  await before.client.settings.update({ permissionTimeoutSeconds: 123, approvalQuorum: 2 })
  const done = await finishCommand({ ...before, desktopId: desktop.id }, 'echo kept')
  const reviewed = await finishCommand(before, 'true', { requiresApproval: true })
  const home = (await owner.client.account.session()).workspace!.id
  await bob.browser.for(home).tasks.review(reviewed.id, { decision: 'approve' })
  const content = untilThere('go-on')
  const running = await runCommand({ ...before, desktopId: desktop.id }, content)
  const pending = await before.client.tasks.create({ ...NEXT, desktopId: desktop.id })
  const events = await before.client.activity.list({ after: 0 })
  const deeds = await before.client.audit.list()
  runner.child.kill('SIGKILL')
  assert.equal(await before.stop(), 0)

  const after = await startServer(t, { ...file, PORT: new URL(before.url).port }, dir)
  const browser = openBrowser(after, owner.cookie)
  const { user, workspace } = await browser.client.account.session()
  assert.deepEqual([user?.email, workspace?.role], [PERSON.email, 'admin'])
  assert.ok((await browser.client.workspaces.list()).some(({ id }) => id === team.id))
  const session = await openBrowser(after, bob.browser.cookie).for(home).account.session()
  assert.deepEqual([session.user?.email, session.workspace?.role], [bob.email, 'approver'])
  const withKey = createClient({ baseUrl: after.url, apiKey: key })
  assert.deepEqual((await withKey.settings.get()).permissionTimeoutSeconds, 123)
  assert.deepEqual(
    (await withKey.desktops.list()).map(({ id, name }) => [id, name]),
    (await after.client.desktops.list()).map(({ id, name }) => [id, name]),
  )
  assert.deepEqual((await withKey.desktops.get(desktop.id)).labels, ['kept'])
  assert.deepEqual(await withKey.desktops.permissionRules(desktop.id), [
    { tool: 'shell', decision: 'ask' },
  ])
  assert.equal((await outputOf(withKey, done.id)).toString(), 'kept\n')
  const withRestricted = createClient({ baseUrl: after.url, apiKey: restricted.key })
  assert.deepEqual(
    (await withRestricted.desktops.list()).map(({ id }) => id),
    [desktop.id],
  )
  const told = await withKey.audit.list()
  assert.deepEqual(told.slice(-deeds.length), deeds)
  const again = await withKey.activity.list({ after: 0 })
  assert.deepEqual(
    again.slice(0, events.length).map(({ id, type }) => [id, type]),
    events.map(({ id, type }) => [id, type]),
  )
  // Its runner comes back with the credential of before, and what ran goes on.
  await startRunner(t, after.url, runnerDir, desktop.credential)
  writeFileSync(join(runnerDir, 'work', 'go-on'), '')
  assert.equal((await ended(withKey, running.id)).status, 'done')
  await withKey.tasks.run(pending.id)
  assert.equal((await ended(withKey, pending.id)).status, 'done')
  // The second vote; the first was given before.
  await withKey.tasks.review(reviewed.id, { decision: 'approve' })
  assert.equal((await withKey.tasks.get(reviewed.id)).status, 'done')
  const link = await startProgram(t, ['set-up-link'], file).exited
  assert.equal(link, 0)
  await openBrowser(after).client.account.signIn(PERSON)
})
