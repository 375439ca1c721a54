/** API keys: each can do what it was made for, never more than whose it is, and nothing once it is over. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '@mission-control/client'
import {
  type NewApiKey,
  ROLES,
  type Role,
  type Route,
  routes,
  SCOPES,
  type Scope,
  scopesOf,
} from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { openStream } from '../setup/event-stream.ts'
import { assertProblem } from '../setup/problems.ts'
import { serverAt, startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'
import { runCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'
import { testReach } from './people-keys-reach.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_RATE_LIMIT: '0' })
const { client, dataDir, desktopId, url } = server
const all = Object.entries(routes) as [string, Route][]
const TASKS = '/api/mission-control/tasks'

/** How a program asks that has this key. */
const having = (key: string) => serverAt(url, key)

async function keyWith(more: Partial<NewApiKey>) {
  const made = await client.apiKeys.create({ name: 'of a test', ...more })
  return { ...made, ...having(made.key) }
}

/** A service account and a key of it that may all that it may. */
async function serviceWith(role: Role) {
  const account = await client.serviceAccounts.create({ name: `a ${role}`, role })
  return { account, ...(await keyWith({ serviceAccountId: account.id })) }
}

const refusedWith = (code: string, words?: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ApiError, `${error}`)
  assert.equal(error.code, code, error.detail)
  if (words) assert.match(error.detail, words)
  return true
}

test('a key from before scopes, or of no choice, may all that its user may', async () => {
  const [first] = await client.apiKeys.list()
  assert.deepEqual(
    [first?.scopes, first?.effectiveScopes, first?.restrictedTo, first?.expiresAt],
    [null, [...SCOPES], null, null],
  )
  assert.deepEqual([first?.owner.kind, first?.owner.role], ['user', 'admin'])
})

for (const scope of SCOPES) {
  test(`a key with the scope ${scope} alone opens the routes that need it, and no other`, async () => {
    const key = await keyWith({ scopes: [scope] })
    for (const [name, { needs, method, path, produces }] of all) {
      if (needs === undefined || produces === 'events') continue
      const answer = await key.request(path.replace(/:\w+/g, 'none'), { method })
      const may = needs === scope || ((needs === 'self' || needs === 'owner') && scope === 'admin')
      if (may) {
        assert.notEqual(answer.status, 403, `${name} ${await answer.clone().text()}`)
        await answer.body?.cancel()
      } else await assertProblem(answer, 'not_allowed')
    }
  })
}

test('who is refused is told which scope is missing and who can give it', async () => {
  const key = await keyWith({ scopes: ['read'] })
  const answer = await key.request(TASKS, { method: 'POST', json: {} })
  const { detail } = await assertProblem(answer, 'not_allowed')
  assert.match(detail, /needs the scope tasks; this key has read\..*an admin .* can give it: Owner/)
})

test('a key shrinks with the role of whose it is, and ends with their membership', async () => {
  const { account, ...key } = await serviceWith('admin')
  const may = async (scope: Scope) => {
    const [path, method] = ROUTE_OF[scope]
    return (await key.request(path, { method })).status !== 403
  }
  for (const role of [...ROLES].reverse()) {
    await inDatabase(
      dataDir,
      `update memberships set role = '${role}' where user_id = '${account.id}'`,
    )
    for (const scope of SCOPES) assert.equal(await may(scope), scopesOf(role).has(scope), scope)
    const listed = (await client.apiKeys.list()).find(({ id }) => id === key.id)
    assert.deepEqual(listed?.effectiveScopes, [...scopesOf(role)])
  }
  await inDatabase(dataDir, `delete from memberships where user_id = '${account.id}'`)
  await assertProblem(await key.request(TASKS), 'unauthenticated')
})

/** A route that needs it. */
const ROUTE_OF: Record<Scope, [path: string, method: string]> = {
  read: [TASKS, 'GET'],
  tasks: [TASKS, 'POST'],
  approvals: ['/api/mission-control/approvals/none/resolve', 'POST'],
  desktops: ['/api/desktops', 'POST'],
  admin: ['/api/auth/service-accounts', 'GET'],
}

test('nobody makes a key that may more than they do, by whichever way', async () => {
  const operator = await serviceWith('operator')
  const create = (body: Partial<NewApiKey>) =>
    operator.client.apiKeys.create({ name: 'more', ...body })
  await assert.rejects(
    create({ scopes: ['read', 'approvals'] }),
    refusedWith('not_allowed', /you have read, tasks, not approvals\. The role approver has it/),
  )
  const { id } = await client.serviceAccounts.create({ name: 'another', role: 'viewer' })
  await assert.rejects(create({ serviceAccountId: id }), refusedWith('not_allowed', /scope admin/))
  await assert.rejects(
    keyWith({ serviceAccountId: id, scopes: ['tasks'] }),
    refusedWith('not_allowed', /role viewer has read, not tasks/),
  )
  // Its keys are its own, and those of others are none of its business.
  const made = await create({ scopes: ['read'] })
  const listed = await operator.client.apiKeys.list()
  assert.deepEqual(
    listed.map(({ id }) => id),
    [made.id, operator.id],
  )
  const [first] = (await client.apiKeys.list()).slice(-1)
  const { rotate, delete: revoke } = operator.client.apiKeys
  await assert.rejects(rotate(first!.id), refusedWith('api_key_not_found'))
  await assert.rejects(revoke(first!.id), refusedWith('api_key_not_found'))
})

test('a key with chosen scopes makes none, but one with the scope admin, which gives no more than it has', async () => {
  const narrow = await keyWith({ scopes: ['read', 'tasks'] })
  await assert.rejects(narrow.client.apiKeys.create('more'), refusedWith('not_allowed'))
  await assert.rejects(narrow.client.apiKeys.rotate(narrow.id), refusedWith('not_allowed'))
  const admin = await keyWith({ scopes: ['read', 'admin'], expiresInSeconds: 600 })
  const made = await admin.client.apiKeys.create('less')
  assert.deepEqual([made.scopes, made.expiresAt], [['read', 'admin'], admin.expiresAt])
  // Nor by the value of another key.
  const whole = await keyWith({})
  await assert.rejects(
    admin.client.apiKeys.rotate(whole.id),
    refusedWith('not_allowed', /may more than you: it has tasks, approvals, desktops/),
  )
  const longer = await keyWith({ scopes: ['read'] })
  await assert.rejects(
    admin.client.apiKeys.rotate(longer.id),
    refusedWith('not_allowed', /good for longer than yours/),
  )
  assert.equal((await whole.request(TASKS)).status, 200)
  await assert.rejects(
    admin.client.apiKeys.create({ name: 'more', scopes: ['tasks'] }),
    refusedWith('not_allowed', /you have read, admin, not tasks/),
  )
})

test('a key that has expired opens nothing, and what it had open ends', async (t) => {
  const key = await keyWith({ expiresInSeconds: 60 })
  const stream = await openStream(t, key)
  assert.equal((await key.request(TASKS)).status, 200)
  await inDatabase(dataDir, `update api_keys set expires_at = 1 where id = '${key.id}'`)
  const { detail } = await assertProblem(await key.request(TASKS), 'unauthenticated')
  assert.match(detail, /The API key "of a test" has expired at 1970-/)
  while ((await stream.next()) !== null);
  const listed = (await client.apiKeys.list()).find(({ id }) => id === key.id)
  assert.equal(listed?.expiresAt, '1970-01-01T00:00:00.001Z')
})

test('a rotated key has two values for as long as was said, then one', async (t) => {
  const old = await keyWith({ scopes: ['read'] })
  const { key, ...rotated } = await client.apiKeys.rotate(old.id, { oldValidForSeconds: 3600 })
  assert.deepEqual([rotated.id, rotated.scopes], [old.id, ['read']])
  assert.ok(rotated.previousUntil !== null && key !== old.key)
  for (const value of [key, old.key]) {
    const { status } = await having(value).request(TASKS)
    assert.equal(status, 200)
    await assertProblem(
      await having(value).request('/api/desktops', { method: 'POST' }),
      'not_allowed',
    )
  }
  const stream = await openStream(t, old)
  await inDatabase(dataDir, `update api_keys set previous_until = 1 where id = '${old.id}'`)
  const { detail } = await assertProblem(await old.request(TASKS), 'unauthenticated')
  assert.match(detail, /was rotated/)
  assert.equal((await having(key).request(TASKS)).status, 200)
  // It was open by a value that is over.
  await client.apiKeys.rotate(old.id)
  while ((await stream.next()) !== null);
  await assertProblem(await having(key).request(TASKS), 'unauthenticated')
})

test('where a key was last used from is known, and written once a minute', async () => {
  const key = await keyWith({})
  const used = async () => (await client.apiKeys.list()).find(({ id }) => id === key.id)
  assert.deepEqual([(await used())?.lastUsedAt, (await used())?.lastUsedFrom], [null, null])
  await key.request(TASKS)
  const first = await waitFor('the use to be noted', async () => {
    const now = await used()
    return now?.lastUsedAt ? now : undefined
  })
  assert.match(`${first.lastUsedFrom}`, /127\.0\.0\.1$/)
  await key.request(TASKS)
  assert.equal((await used())?.lastUsedAt, first.lastUsedAt)
})

test('a service account has keys of its own, signs in nowhere, and is gone with them', async () => {
  const { account, ...key } = await serviceWith('operator')
  const mine = async () => (await client.serviceAccounts.list()).find(({ id }) => id === account.id)
  assert.deepEqual({ ...(await mine()), keys: 1 }, { ...account, keys: 1 })
  const listed = (await client.apiKeys.list()).find(({ id }) => id === key.id)
  assert.deepEqual(listed?.owner, {
    kind: 'service',
    id: account.id,
    name: 'a operator',
    role: 'operator',
  })
  // An admin may renew it: it is no person, as whom they would act.
  const rotated = having((await client.apiKeys.rotate(key.id)).key)
  await client.serviceAccounts.delete(account.id)
  await assertProblem(await rotated.request(TASKS), 'unauthenticated')
  assert.equal(await mine(), undefined)
  await assert.rejects(
    client.serviceAccounts.delete(account.id),
    refusedWith('service_account_not_found'),
  )
  await assert.rejects(
    keyWith({ serviceAccountId: account.id }),
    refusedWith('unknown_service_account'),
  )
})

test('an admin rotates no key of another person: they would act as them', async () => {
  await inDatabase(
    dataDir,
    `insert into users (id, name, workspace_id, created_at) select 'user_other', 'Other', id, 1 from workspaces;
    insert into memberships (workspace_id, user_id, role, created_at) select id, 'user_other', 'viewer', 1 from workspaces;
    insert into api_keys (id, workspace_id, user_id, name, hash, last4, created_at)
      select 'key_other', id, 'user_other', 'theirs', 'h', 'last', 1 from workspaces`,
  )
  await assert.rejects(client.apiKeys.rotate('key_other'), refusedWith('api_key_not_found'))
  await client.apiKeys.delete('key_other')
})

test('another workspace has none of these keys and accounts', async () => {
  const { account, id } = await serviceWith('viewer')
  const stranger = await addStranger(server)
  assert.equal((await stranger.apiKeys.list()).length, 1)
  assert.deepEqual(await stranger.serviceAccounts.list(), [])
  const { apiKeys, serviceAccounts } = stranger
  const ofAccount = { name: 'n', serviceAccountId: account.id }
  const ofDesktop = { name: 'n', restrictedTo: { desktopIds: [desktopId] } }
  for (const [ask, code] of [
    [() => apiKeys.rotate(id), 'api_key_not_found'],
    [() => apiKeys.delete(id), 'api_key_not_found'],
    [() => serviceAccounts.delete(account.id), 'service_account_not_found'],
    [() => apiKeys.create(ofAccount), 'unknown_service_account'],
    [() => apiKeys.create(ofDesktop), 'unknown_desktop'],
  ] as const) {
    await assert.rejects(ask, refusedWith(code))
  }
})

await testReach(server, keyWith)

test('a key that is restricted to labels follows the labels of now, also in what it has open', async (t) => {
  const { id } = await client.desktops.create({ name: 'labelled', labels: ['gpu', 'linux'] })
  const key = await keyWith({ restrictedTo: { labels: ['gpu'] } })
  const seen = async () => (await key.client.desktops.list()).map((desktop) => desktop.id)
  assert.deepEqual(await seen(), [id])
  await client.desktops.update(id, { labels: ['linux'] })
  assert.deepEqual(await seen(), [])
  await assertProblem(await key.request(`/api/desktops/${id}`), 'desktop_not_found')
  await client.desktops.update(desktopId, { labels: ['gpu'] })
  assert.deepEqual(await seen(), [desktopId])
  const { id: task } = await runCommand({ client: key.client, desktopId }, 'sleep 300')
  const followed = {
    request: (path: string) => key.request(path, { headers: { accept: 'text/event-stream' } }),
  }
  const stream = await openStream(t, followed, `${TASKS}/${task}/output`)
  await client.desktops.update(desktopId, { labels: [] })
  while ((await stream.next()) !== null);
  await assertProblem(await followed.request(`${TASKS}/${task}/output`), 'task_not_found')
  await client.tasks.cancel(task)
})

test('a key is refused that is made of nothing, of too much or for nobody', async () => {
  for (const body of [
    { name: '' },
    { name: 'n', scopes: [] },
    { name: 'n', scopes: ['write'] },
    { name: 'n', expiresInSeconds: 1 },
    { name: 'n', restrictedTo: {} },
    { name: 'n', restrictedTo: { labels: ['no label'] } },
  ]) {
    const answer = await server.request('/api/auth/api-keys', { method: 'POST', json: body })
    await assertProblem(answer, 'invalid_request')
  }
  await assert.rejects(
    keyWith({ restrictedTo: { desktopIds: ['desktop_none'] } }),
    refusedWith('unknown_desktop'),
  )
})
