import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leastRole, type Route, type RouteName, routes, SCOPES } from '@mission-control/protocol'
import { openBrowser, setUpBrowser } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { invited } from '../setup/people.ts'
import { assertProblem } from '../setup/problems.ts'
import { runWithKey } from '../setup/run-with-key.ts'
import { KEY, startServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { testApart } from './people-apart.ts'
import { ACCESS, answers, WHOLE } from './people-callers-table.ts'
import { testMoves } from './people-moves.ts'

const server = await startServer(wholeFile, {
  MISSION_CONTROL_LOCAL_DESKTOP: 'off',
  MISSION_CONTROL_RATE_LIMIT: '0',
  // Each request comes from an address of its own: so many wrong keys from one are held back.
  MISSION_CONTROL_TRUST_PROXY: '127.0.0.1',
})
const owner = await setUpBrowser(server)
const team = await owner.client.workspaces.create('Team')
const inTeam = owner.for(team.id)

await testApart(server, owner)
await testMoves(server, owner)

type Headers = Record<string, string>
const byKey = (key: string): Headers => ({ 'x-api-key': key })
const bySession = (cookie: string | undefined, workspace?: string): Headers => ({
  cookie: cookie!,
  'sec-fetch-site': 'same-origin',
  ...(workspace !== undefined && { 'x-workspace': workspace }),
})

async function callers(): Promise<Record<string, Headers>> {
  const [viewer, operator, approver, admin, gone, disabled, stranger] = [
    await invited(server, inTeam, 'viewer', 'Viewer'),
    await invited(server, inTeam, 'operator', 'Operator'),
    await invited(server, inTeam, 'approver', 'Approver'),
    await invited(server, inTeam, 'admin', 'Admin'),
    await invited(server, inTeam, 'admin', 'Gone'),
    await invited(server, inTeam, 'admin', 'Disabled'),
    await invited(server, owner.client, 'admin', 'Stranger'),
  ]
  const revoked = await inTeam.apiKeys.create('revoked')
  await inTeam.apiKeys.delete(revoked.id)
  const removed = await gone.browser.for(team.id).apiKeys.create('removed')
  await inTeam.members.remove(gone.id)
  const disabledCookie = disabled.browser.cookie
  await owner.client.users.disable(disabled.id, true)
  const left = openBrowser(server, gone.browser.cookie)
  const endedCookie = left.cookie
  await left.client.account.signOut()
  const expired = await inTeam.apiKeys.create({ name: 'expired', expiresInSeconds: 60 })
  await inDatabase(server.dataDir, `update api_keys set expires_at = 1 where id = '${expired.id}'`)
  const scoped = await Promise.all(
    SCOPES.map(async (scope) => {
      const { key } = await inTeam.apiKeys.create({ name: scope, scopes: [scope] })
      return [`key:${scope}`, byKey(key)] as const
    }),
  )
  const lowered = await invited(server, inTeam, 'admin', 'Lowered')
  const ofLowered = await lowered.browser.for(team.id).apiKeys.create('k')
  await inTeam.members.setRole(lowered.id, 'viewer')
  const service = await inTeam.serviceAccounts.create({ name: 'nightly', role: 'operator' })
  const ofService = await inTeam.apiKeys.create({ name: 'k', serviceAccountId: service.id })
  const rotated = await inTeam.apiKeys.create('rotated')
  await inTeam.apiKeys.rotate(rotated.id)
  const labelled = await inTeam.apiKeys.create({ name: 'k', restrictedTo: { labels: ['some'] } })
  const [agent, reading, over] = [
    await runWithKey(wholeFile, server, inTeam, ['read', 'tasks']),
    await runWithKey(wholeFile, server, inTeam, ['read']),
    await runWithKey(wholeFile, server, inTeam, ['read', 'tasks']),
  ]
  over.runner.ends(over.runId)
  await ended(inTeam, over.taskId)
  return {
    nobody: {},
    'wrong-key': byKey('mc_wrong'),
    'revoked-key': byKey(revoked.key),
    'rotated-key': byKey(rotated.key),
    'removed-key': byKey(removed.key),
    'ended-session': bySession(endedCookie, team.id),
    disabled: bySession(disabledCookie, team.id),
    runner: byKey(agent.desktop.credential),
    'ended-agent': byKey(over.key),
    stranger: bySession(stranger.browser.cookie, team.id),
    'foreign-key': { ...byKey(KEY), 'x-workspace': team.id },
    viewer: bySession(viewer.browser.cookie, team.id),
    operator: bySession(operator.browser.cookie, team.id),
    approver: bySession(approver.browser.cookie, team.id),
    admin: bySession(admin.browser.cookie, team.id),
    'admins-key': byKey((await admin.browser.for(team.id).apiKeys.create('k')).key),
    'expired-key': byKey(expired.key),
    ...Object.fromEntries(scoped),
    'lowered-key': byKey(ofLowered.key),
    'service-key': byKey(ofService.key),
    'label-key': byKey(labelled.key),
    'agent-key': byKey(agent.key),
    'agent:read': byKey(reading.key),
    owner: bySession(owner.cookie),
    'owners-key': byKey(KEY),
  }
}

let requests = 0

/** What changes something comes with a body of a type that nobody takes: so it changes nothing. */
async function ask({ method, path }: Route, headers: Headers): Promise<Response> {
  const changes = method !== 'GET' && method !== 'DELETE'
  const n = ++requests
  return await fetch(server.url + path.replace(/:\w+/g, 'none'), {
    method,
    headers: {
      ...headers,
      'x-forwarded-for': `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`,
      ...(changes && { 'content-type': 'text/plain' }),
    },
    ...(changes && { body: 'x' }),
  })
}

/** Each refusal of what one may not says who may, or who can change it. */
const WHO_CAN =
  /an admin of the workspace can .*: Owner, Admin\b|needs the server's owner|Whoever owns it can|sign in to the dashboard/i

const CODES = { 401: 'unauthenticated', 403: 'not_allowed', 404: 'workspace_not_found' } as const

test('every route answers every kind of caller as the table says', async (t) => {
  const all = await callers()
  const lines = answers()
  assert.deepEqual(
    lines.map(([caller]) => caller),
    Object.keys(all),
  )
  for (const [caller, by] of lines) {
    await t.test(caller, async () => {
      for (const [name, access] of Object.entries(ACCESS) as [RouteName, keyof typeof by][]) {
        const answer = await ask(routes[name], all[caller]!)
        const expected = by[access].replace('some', WHOLE.includes(name) ? '403' : 'ok')
        if (expected === 'ok') {
          const refusals: unknown[] = Object.values(CODES)
          const json = answer.headers.get('content-type')?.includes('json')
          const code = json && answer.status >= 400 ? (await answer.json()).code : undefined
          assert.ok(!refusals.includes(code), `${name}: ${answer.status} ${code}`)
          if (!json) await answer.body?.cancel()
        } else {
          const status = Number(expected) as keyof typeof CODES
          assert.equal(answer.status, status, `${name} answered ${answer.status}`)
          const { detail } = await assertProblem(answer, CODES[status])
          if (status === 403) assert.match(detail, WHO_CAN, name)
        }
      }
    })
  }
})

test('a route changes nothing for a page of another site, whoever is signed in', async () => {
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    if (route.method === 'GET') continue
    const cross = { ...bySession(owner.cookie), 'sec-fetch-site': 'cross-site' }
    const answer = await ask(route, cross)
    assert.equal(answer.status, 403, name)
    await assertProblem(answer, 'foreign_origin')
  }
})

test('who may not is told what is missing, which role has it, and who gives it', async () => {
  const { browser } = await invited(server, inTeam, 'operator', 'Asking')
  const request = browser.for(team.id).desktops.create({ name: 'x' })
  await assert.rejects(request, ({ detail }) => {
    assert.match(detail, /needs the scope desktops; your role operator has read, tasks\./)
    assert.match(detail, new RegExp(`The role ${leastRole('desktops')} has it`))
    assert.match(detail, /an admin of the workspace can give it: Owner, Admin\.$/)
    return true
  })
})
