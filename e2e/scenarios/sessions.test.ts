import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '@mission-control/client'
import {
  type Browser,
  openBrowser,
  PERSON,
  setUpBrowser,
  signedInBrowser,
} from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { ACTIVITY, openStream, type RawStream } from '../setup/event-stream.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'

const ENV = { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }
const server = await startServer(wholeFile, { ...ENV, MISSION_CONTROL_TRUST_PROXY: '127.0.0.1' })
await setUpBrowser(server)
const STREAMS = [ACTIVITY, '/api/desktops/stream']
const SETTINGS = '/api/mission-control/settings'
const DAY = 24 * 3_600_000

async function currentOf({ client }: Browser) {
  const sessions = await client.account.sessions()
  const [current, ...others] = sessions.filter((each) => each.current)
  assert.ok(current)
  assert.equal(others.length, 0)
  return current
}

/** What only time, or another user, would bring about. */
const change = (sql: string) => inDatabase(server.dataDir, sql)

async function ends(stream: RawStream): Promise<void> {
  while ((await stream.next()) !== null);
}

/** Something happens in the workspace, and the streams tell of it. */
async function goOn(...streams: RawStream[]): Promise<void> {
  const { id } = await server.client.desktops.create({ name: 'seen' })
  await server.client.tasks.create({ type: 'command', content: 'true', desktopId: id })
  for (const stream of streams) {
    while (!JSON.stringify((await stream.nextData()).data).includes(id));
  }
}

test('sessions are listed newest first, with where and when, and never with their token', async () => {
  const older = await signedInBrowser(server)
  const newer = openBrowser(server)
  newer.page['x-forwarded-for'] = '2001:db8::7'
  newer.page['user-agent'] = 'A browser/1.0'
  await newer.client.account.signIn(PERSON)

  const [last, before] = await newer.client.account.sessions()
  assert.ok(last && before)
  assert.match(last.id, /^session_/)
  assert.deepEqual([last.current, before.current], [true, false])
  assert.equal(before.id, (await currentOf(older)).id)
  assert.equal(last.userAgent, 'A browser/1.0')
  assert.equal(last.ipAddress, '2001:db8::7')
  assert.equal(last.lastUsedAt, last.createdAt)
  const lasts = Date.parse(last.expiresAt) - Date.parse(last.createdAt)
  assert.ok(Math.abs(lasts - 30 * DAY) < 1000)
  const text = await (await newer.request('/api/auth/sessions')).text()
  for (const { cookie } of [older, newer]) assert.ok(!text.includes(cookie!.split('=')[1]!))
})

test('a key sees the sessions of its user, none of which is its own', async () => {
  const sessions = await server.client.account.sessions()
  assert.ok(sessions.length > 0)
  assert.ok(sessions.every(({ current }) => !current))
})

test('a revoked session is refused at once and no longer listed; the others go on', async () => {
  const [revoked, kept] = [await signedInBrowser(server), await signedInBrowser(server)]
  const { id } = await currentOf(revoked)
  await kept.client.account.revokeSession(id)
  await assertProblem(await revoked.request(SETTINGS), 'unauthenticated')
  assert.deepEqual(await revoked.client.account.session(), {
    user: null,
    workspace: null,
    needsSetUp: false,
  })
  const listed = await kept.client.account.sessions()
  assert.ok(listed.every((each) => each.id !== id))
  await kept.client.settings.get()
  await assert.rejects(kept.client.account.revokeSession(id), { code: 'session_not_found' })
})

test('a session may revoke itself', async () => {
  const browser = await signedInBrowser(server)
  await browser.client.account.revokeSession((await currentOf(browser)).id)
  await assertProblem(await browser.request(SETTINGS), 'unauthenticated')
})

for (const path of STREAMS) {
  test(`${path} ends with its session, and goes on when another ends`, async (t) => {
    const revoked = await signedInBrowser(server)
    const leaver = await signedInBrowser(server)
    const kept = await signedInBrowser(server)
    const [first, second, third] = [
      await openStream(t, revoked, path),
      await openStream(t, leaver, path),
      await openStream(t, kept, path),
    ]
    await kept.client.account.revokeSession((await currentOf(revoked)).id)
    await ends(first)
    await goOn(second, third)
    await leaver.client.account.signOut()
    await ends(second)
    await goOn(third)
  })
}

test('a key that is revoked ends no session, and a session no key', async () => {
  const browser = await signedInBrowser(server)
  const key = await browser.client.apiKeys.create('made in a browser')
  await browser.client.account.signOut()
  const withKey = createClient({ baseUrl: server.url, apiKey: key.key })
  await withKey.settings.get()
  const other = await signedInBrowser(server)
  await withKey.apiKeys.delete(key.id)
  await other.client.settings.get()
})

test('a session that has expired is refused, and what it has open ends', async (t) => {
  const [expiring, kept] = [await signedInBrowser(server), await signedInBrowser(server)]
  const { id } = await currentOf(expiring)
  const stream = await openStream(t, expiring)
  const other = await openStream(t, kept)
  await change(`update sessions set expires_at = ${Date.now() - 1} where id = '${id}'`)
  await assertProblem(await expiring.request(SETTINGS), 'unauthenticated')
  assert.equal((await expiring.client.account.session()).user, null)
  const listed = await kept.client.account.sessions()
  assert.ok(listed.every((each) => each.id !== id))
  await ends(stream)
  await goOn(other)
})

test('a session that is used lasts on; its use is noted to the minute', async () => {
  const browser = await signedInBrowser(server)
  const { id } = await currentOf(browser)
  const at = Date.now() - DAY
  await change(
    `update sessions set last_used_at = ${at}, expires_at = ${at + 30 * DAY} where id = '${id}'`,
  )
  const used = await waitFor('the use to be noted', async () => {
    const session = await currentOf(browser)
    return Date.parse(session.lastUsedAt) > at && session
  })
  assert.equal(Date.parse(used.expiresAt), Date.parse(used.lastUsedAt) + 30 * DAY)
  for (let i = 0; i < 3; i++) assert.deepEqual(await currentOf(browser), used)
})

test("another user's session is not found and goes on; neither is it listed", async () => {
  const browser = await signedInBrowser(server)
  await change(
    "insert into workspaces (id, name, created_at) values ('workspace_other', 'Other', 0)",
  )
  await change(
    "insert into users (id, name, email, workspace_id, created_at) values ('user_other', 'Bob', 'bob@example.org', 'workspace_other', 0)",
  )
  await change(
    "insert into memberships (workspace_id, user_id, role, created_at) values ('workspace_other', 'user_other', 'admin', 0)",
  )
  const theirs = await signedInBrowser(server)
  const { id } = await currentOf(theirs)
  await change(`update sessions set user_id = 'user_other' where id = '${id}'`)

  const refused = await browser.request(`/api/auth/sessions/${id}`, { method: 'DELETE' })
  await assertProblem(refused, 'session_not_found')
  assert.ok((await browser.client.account.sessions()).every((each) => each.id !== id))
  assert.deepEqual((await currentOf(theirs)).id, id)
  // Neither do they see what is in this workspace.
  await goOn()
  assert.deepEqual(await theirs.client.desktops.list(), [])
})

test('a session has so many requests a minute, like a key', async (t) => {
  const strict = await startServer(t, { ...ENV, MISSION_CONTROL_RATE_LIMIT: '5' })
  const one = await setUpBrowser(strict)
  const two = await signedInBrowser(strict)
  for (let i = 0; i < 5; i++) assert.equal((await one.request(SETTINGS)).status, 200)
  await assertProblem(await one.request(SETTINGS), 'rate_limited')
  assert.equal((await two.request(SETTINGS)).status, 200)
})
