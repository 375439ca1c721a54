import assert from 'node:assert/strict'
import test from 'node:test'
import { type Client, createClient } from '../src/index.ts'
import { fakeServer } from './setup/fake-server.ts'

const MC = '/api/mission-control'
const CREDENTIAL = { id: 'x', rawId: 'x', type: 'public-key' } as const
const MADE = { ...CREDENTIAL, response: { clientDataJSON: 'x', attestationObject: 'x' } }
const SIGNED = {
  ...CREDENTIAL,
  response: { clientDataJSON: 'x', authenticatorData: 'x', signature: 'x' },
}
const task = { type: 'command', content: 'true', desktopId: 'desktop_1' } as const

/** Every method: its call, and the request that has to come of it. */
const METHODS: [call: (c: Client) => Promise<unknown>, request: string, body?: unknown][] = [
  [(c) => c.board.get({ limit: 9 }), `GET ${MC}/board?limit=9`],
  [(c) => c.board.column('done'), `GET ${MC}/board/done`],
  [
    (c) => c.board.column('done', { limit: 9, cursor: 'x' }),
    `GET ${MC}/board/done?limit=9&cursor=x`,
  ],
  [(c) => c.board.batches(['x', 'y']), `GET ${MC}/batches?ids=x%2Cy`],
  [(c) => c.board.batch('x'), `GET ${MC}/batches/x`],
  [(c) => c.tasks.list(), `GET ${MC}/tasks`],
  [(c) => c.tasks.list({ status: 'done', limit: 5 }), `GET ${MC}/tasks?status=done&limit=5`],
  [(c) => c.tasks.listWithCursor({ desktopId: 'a&b' }), `GET ${MC}/tasks?desktopId=a%26b`],
  [(c) => c.tasks.create(task), `POST ${MC}/tasks`, task],
  [
    (c) => c.tasks.createBatch({ tasks: [task], run: true }),
    `POST ${MC}/tasks/batch`,
    { tasks: [task], run: true },
  ],
  [
    (c) => c.tasks.rerun({ ids: ['x'], run: true }),
    `POST ${MC}/tasks/rerun`,
    { ids: ['x'], run: true },
  ],
  [(c) => c.tasks.get('x'), `GET ${MC}/tasks/x`],
  [(c) => c.tasks.getWithCursor('x'), `GET ${MC}/tasks/x`],
  [(c) => c.tasks.run('x'), `POST ${MC}/tasks/x/run`],
  [(c) => c.tasks.runMany(['x', 'y']), `POST ${MC}/tasks/run`, { ids: ['x', 'y'] }],
  [
    (c) => c.tasks.review('x', { decision: 'approve' }),
    `POST ${MC}/tasks/x/review`,
    { decision: 'approve' },
  ],
  [(c) => c.tasks.cancel('x'), `POST ${MC}/tasks/x/cancel`],
  [(c) => c.tasks.delete('x'), `DELETE ${MC}/tasks/x`],
  [(c) => c.tasks.output('x', { after: 3 }), `GET ${MC}/tasks/x/output?after=3`],
  [(c) => c.tasks.evidence('x'), `GET ${MC}/tasks/x/evidence`],
  [(c) => c.tasks.outputBytes('x'), `GET ${MC}/tasks/x/output`],
  [(c) => c.search('a b', { limit: 5 }), `GET ${MC}/search?q=a+b&limit=5`],
  [(c) => c.approvals.list({ kind: 'all' }), `GET ${MC}/approvals?kind=all`],
  [(c) => c.approvals.pages({ limit: 5 }).next(), `GET ${MC}/approvals?limit=5`],
  [
    (c) => c.approvals.resolve('x', { decision: 'reject', feedback: 'no' }),
    `POST ${MC}/approvals/x/resolve`,
    { decision: 'reject', feedback: 'no' },
  ],
  [
    (c) => c.approvals.resolve('x', { decision: 'approve', remember: true }),
    `POST ${MC}/approvals/x/resolve`,
    { decision: 'approve', remember: true },
  ],
  [(c) => c.settings.get(), `GET ${MC}/settings`],
  [
    (c) => c.settings.update({ requireApproval: true }),
    `PATCH ${MC}/settings`,
    { requireApproval: true },
  ],
  [(c) => c.activity.list({ before: 9 }), `GET ${MC}/activity?before=9`],
  [(c) => c.audit.list({ outcome: 'refused' }), 'GET /api/audit?outcome=refused'],
  [(c) => c.audit.export({ actor: 'x' }), 'GET /api/audit?actor=x'],
  [(c) => c.overview.get(), `GET ${MC}/overview`],
  [(c) => c.storage(), `GET ${MC}/storage`],
  [(c) => c.overview.getWithCursor(), `GET ${MC}/overview`],
  [(c) => c.metrics.get(), `GET ${MC}/metrics`],
  [(c) => c.metrics.get({ minutes: 1440 }), `GET ${MC}/metrics?minutes=1440`],
  [(c) => c.desktops.list(), 'GET /api/desktops'],
  [(c) => c.desktops.create({ name: 'n' }), 'POST /api/desktops', { name: 'n' }],
  [(c) => c.desktops.joinTokens.list(), 'GET /api/desktops/join-tokens'],
  [(c) => c.desktops.joinTokens.create({ uses: 2 }), 'POST /api/desktops/join-tokens', { uses: 2 }],
  [(c) => c.desktops.joinTokens.delete('x'), 'DELETE /api/desktops/join-tokens/x'],
  [
    (c) => c.desktops.join({ token: 't', publicKey: 'k', hostname: 'h' }),
    'POST /api/desktops/join',
    { token: 't', publicKey: 'k', hostname: 'h' },
  ],
  [(c) => c.desktops.get('x'), 'GET /api/desktops/x'],
  [(c) => c.desktops.metrics('x', { minutes: 5 }), 'GET /api/desktops/x/metrics?minutes=5'],
  [(c) => c.desktops.update('x', { name: 'n' }), 'PATCH /api/desktops/x', { name: 'n' }],
  [(c) => c.desktops.upgrade('x', { now: true }), 'POST /api/desktops/x/upgrade', { now: true }],
  [(c) => c.desktops.move('x', 'w'), 'POST /api/desktops/x/move', { workspaceId: 'w' }],
  [(c) => c.desktops.delete('x'), 'DELETE /api/desktops/x'],
  [(c) => c.desktops.permissionRules('x'), 'GET /api/desktops/x/permission-rules'],
  [
    (c) => c.desktops.setPermissionRules('x', [{ tool: 'shell', decision: 'ask' }]),
    'PUT /api/desktops/x/permission-rules',
    [{ tool: 'shell', decision: 'ask' }],
  ],
  [(c) => c.agents.get('x'), 'GET /api/desktops/x/agent'],
  [
    (c) => c.agents.setUp('x', { kind: 'acp', preset: 'opencode' }),
    'PUT /api/desktops/x/agent',
    { kind: 'acp', preset: 'opencode' },
  ],
  [(c) => c.agents.remove('x'), 'DELETE /api/desktops/x/agent'],
  [
    (c) => c.agents.copy('x', ['y', 'z']),
    'POST /api/desktops/x/agent/copy',
    { desktopIds: ['y', 'z'] },
  ],
  [(c) => c.agents.test('x'), 'POST /api/desktops/x/agent/test'],
  [(c) => c.desktops.chat.send('x', 'Hi'), 'POST /api/desktops/x/chat', { message: 'Hi' }],
  [(c) => c.desktops.chat.list('x', { limit: 5 }), 'GET /api/desktops/x/chat?limit=5'],
  [(c) => c.desktops.chat.get('x', 'y'), 'GET /api/desktops/x/chat/y'],
  [(c) => c.desktops.chat.clear('x'), 'DELETE /api/desktops/x/chat'],
  [(c) => c.account.session(), 'GET /api/auth/session'],
  [
    (c) => c.account.setUp({ token: 't', email: 'a@b.example', password: 'p' }),
    'POST /api/auth/set-up',
    { token: 't', email: 'a@b.example', password: 'p' },
  ],
  [
    (c) => c.account.signIn({ email: 'a@b.example', password: 'p' }),
    'POST /api/auth/sign-in',
    { email: 'a@b.example', password: 'p' },
  ],
  [(c) => c.account.signOut(), 'POST /api/auth/sign-out'],
  [(c) => c.account.ways(), 'GET /api/auth/ways'],
  [(c) => c.account.signInByHeader(), 'POST /api/auth/header'],
  [
    (c) => c.account.startSso({ provider: 'oidc', returnTo: '/x' }),
    'POST /api/auth/sso/start',
    { provider: 'oidc', returnTo: '/x' },
  ],
  [
    (c) => c.account.finishSso({ provider: 'oidc', answer: 'code=x' }),
    'POST /api/auth/sso/finish',
    { provider: 'oidc', answer: 'code=x' },
  ],
  [(c) => c.account.signOutOfSso(), 'POST /api/auth/sso/sign-out'],
  [
    (c) => c.account.requestReset({ email: 'a@b.example' }),
    'POST /api/auth/reset',
    { email: 'a@b.example' },
  ],
  [
    (c) => c.account.resetPassword({ token: 't', password: 'p' }),
    'POST /api/auth/reset/finish',
    { token: 't', password: 'p' },
  ],
  [(c) => c.users.resetFactors('x'), 'POST /api/users/x/reset-factors'],
  [(c) => c.account.makeResetLink('x'), 'POST /api/users/x/reset-link'],
  [(c) => c.account.totp(), 'GET /api/auth/totp'],
  [(c) => c.account.startTotp({ password: 'p' }), 'POST /api/auth/totp/start', { password: 'p' }],
  [(c) => c.account.confirmTotp({ code: '1' }), 'POST /api/auth/totp/confirm', { code: '1' }],
  [
    (c) => c.account.removeTotp({ password: 'p', code: '1' }),
    'POST /api/auth/totp/remove',
    { password: 'p', code: '1' },
  ],
  [(c) => c.account.startPasskeySignIn(), 'POST /api/auth/passkey/start'],
  [
    (c) => c.account.signInByPasskey({ credential: SIGNED }),
    'POST /api/auth/passkey',
    { credential: SIGNED },
  ],
  [(c) => c.account.passkeys(), 'GET /api/auth/passkeys'],
  [
    (c) => c.account.startPasskey({ password: 'p' }),
    'POST /api/auth/passkeys/start',
    { password: 'p' },
  ],
  [
    (c) => c.account.createPasskey({ name: 'n', credential: MADE }),
    'POST /api/auth/passkeys',
    { name: 'n', credential: MADE },
  ],
  [(c) => c.account.renamePasskey('x', 'n'), 'PATCH /api/auth/passkeys/x', { name: 'n' }],
  [
    (c) => c.account.removePasskey('x', { password: 'p' }),
    'POST /api/auth/passkeys/x/remove',
    { password: 'p' },
  ],
  [(c) => c.account.sessions(), 'GET /api/auth/sessions'],
  [(c) => c.account.revokeSession('x'), 'DELETE /api/auth/sessions/x'],
  [(c) => c.account.changeName('n'), 'PATCH /api/auth/name', { name: 'n' }],
  [
    (c) => c.account.changePassword({ currentPassword: 'a', newPassword: 'b' }),
    'POST /api/auth/password',
    { currentPassword: 'a', newPassword: 'b' },
  ],
  [(c) => c.apiKeys.list(), 'GET /api/auth/api-keys'],
  [(c) => c.apiKeys.create('n'), 'POST /api/auth/api-keys', { name: 'n' }],
  [
    (c) => c.apiKeys.create({ name: 'n', scopes: ['read'] }),
    'POST /api/auth/api-keys',
    { name: 'n', scopes: ['read'] },
  ],
  [(c) => c.apiKeys.rotate('x'), 'POST /api/auth/api-keys/x/rotate', {}],
  [(c) => c.apiKeys.delete('x'), 'DELETE /api/auth/api-keys/x'],
  [(c) => c.serviceAccounts.list(), 'GET /api/auth/service-accounts'],
  [
    (c) => c.serviceAccounts.create({ name: 'n', role: 'viewer' }),
    'POST /api/auth/service-accounts',
    { name: 'n', role: 'viewer' },
  ],
  [(c) => c.serviceAccounts.delete('x'), 'DELETE /api/auth/service-accounts/x'],
  [(c) => c.workspaces.list(), 'GET /api/workspaces'],
  [(c) => c.workspaces.create('n'), 'POST /api/workspaces', { name: 'n' }],
  [(c) => c.workspaces.rename('n'), 'PATCH /api/workspace', { name: 'n' }],
  [(c) => c.workspaces.delete('n'), 'POST /api/workspace/delete', { name: 'n' }],
  [(c) => c.workspaces.leave(), 'POST /api/workspace/leave'],
  [(c) => c.members.list(), 'GET /api/members'],
  [(c) => c.members.setRole('x', 'viewer'), 'PATCH /api/members/x', { role: 'viewer' }],
  [(c) => c.members.remove('x'), 'DELETE /api/members/x'],
  [(c) => c.invitations.list(), 'GET /api/invitations'],
  [(c) => c.invitations.create({ role: 'viewer' }), 'POST /api/invitations', { role: 'viewer' }],
  [(c) => c.invitations.delete('x'), 'DELETE /api/invitations/x'],
  [(c) => c.invitations.read('t'), 'POST /api/auth/invitation', { token: 't' }],
  [(c) => c.invitations.accept('t'), 'POST /api/auth/invitation/accept', { token: 't' }],
  [
    (c) => c.invitations.join({ token: 't', name: 'n', email: 'a@b.example', password: 'p' }),
    'POST /api/auth/invitation/join',
    { token: 't', name: 'n', email: 'a@b.example', password: 'p' },
  ],
  [(c) => c.users.list(), 'GET /api/users'],
  [(c) => c.users.disable('x', true), 'PATCH /api/users/x', { disabled: true }],
  [(c) => c.sso.get(), 'GET /api/sso'],
  [(c) => c.sso.require(true), 'PATCH /api/sso', { required: true }],
  [
    (c) => c.sso.create({ id: 'google', preset: 'google', clientId: 'c' }),
    'POST /api/sso/providers',
    { id: 'google', preset: 'google', clientId: 'c' },
  ],
  [(c) => c.sso.update('x', { name: 'n' }), 'PATCH /api/sso/providers/x', { name: 'n' }],
  [(c) => c.sso.delete('x'), 'DELETE /api/sso/providers/x'],
  [(c) => c.sso.test('x'), 'POST /api/sso/providers/x/test'],
  [(c) => c.sso.startTrial('x'), 'POST /api/sso/providers/x/trial'],
  [
    (c) => c.sso.finishTrial({ provider: 'x', answer: 'code=x' }),
    'POST /api/sso/trial',
    { provider: 'x', answer: 'code=x' },
  ],
  [(c) => c.health(), 'GET /api/health'],
  [(c) => c.ready(), 'GET /api/ready'],
]

test('each method makes the request of its route, with the key', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) =>
    response.writeHead(204, { 'activity-cursor': 1 }).end(),
  )
  const client = createClient({ baseUrl, apiKey: 'mc_key' })
  for (const [call, request, body] of METHODS) {
    await call(client)
    const got = seen.at(-1)
    assert.equal(`${got?.method} ${got?.url}`, request)
    assert.equal(got?.body, body === undefined ? '' : JSON.stringify(body), request)
    const type = body === undefined ? undefined : 'application/json'
    assert.equal(got?.headers['content-type'], type, request)
    assert.equal(got?.headers['x-api-key'], 'mc_key')
  }
  assert.equal(seen.length, METHODS.length)
})

test('a client for a workspace names it in each request', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) => response.writeHead(204).end())
  await createClient({ baseUrl, workspace: 'w' }).tasks.get('x')
  await createClient({ baseUrl }).tasks.get('x')
  assert.deepEqual(
    seen.map(({ headers }) => headers['x-workspace']),
    ['w', undefined],
  )
})

test('without a key none is sent', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) => response.writeHead(204).end())
  await createClient({ baseUrl }).health()
  assert.equal(seen[0]?.headers['x-api-key'], undefined)
})

test('the base URL may have a path, with or without a slash at its end', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) => response.writeHead(204).end())
  for (const prefix of ['/fleet/one', '/fleet/one/']) {
    await createClient({ baseUrl: baseUrl + prefix }).tasks.get('x')
    assert.equal(seen.at(-1)?.url, `/fleet/one${MC}/tasks/x`)
  }
})

test('an id stays one path segment, whatever it holds', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) => response.writeHead(204).end())
  await createClient({ baseUrl }).tasks.get('../a/b?c#d')
  assert.equal(seen[0]?.url, `${MC}/tasks/..%2Fa%2Fb%3Fc%23d`)
})

test('a given fetch is used instead of the global one', async () => {
  const urls: unknown[] = []
  const fake: typeof fetch = async (url) => {
    urls.push(url)
    return Response.json({ status: 'ok', version: '1' })
  }
  const client = createClient({ baseUrl: '', fetch: fake })
  assert.deepEqual(await client.health(), { status: 'ok', version: '1' })
  assert.deepEqual(urls, ['/api/health'])
})
