/** Part of people-callers.test.ts: two workspaces, six users, four runners; nothing of one tells of the other. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '@mission-control/client'
import { type Route, routes } from '@mission-control/protocol'
import type { Browser } from '../setup/browser.ts'
import { type Scope, wholeFile } from '../setup/cleanup.ts'
import { openStream } from '../setup/event-stream.ts'
import { invited } from '../setup/people.ts'
import { startDesktop } from '../setup/runner.ts'
import type { TestServer } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'

/** In everything that the first workspace has. */
const MARK = 'only-the-first-knows'

/** A workspace with three people, two runners and some of everything; its ids, by what stands before them in a path. */
async function fill(t: Scope, server: TestServer, owner: Browser, mark: string) {
  const { id } = await owner.client.workspaces.create(mark)
  const by = owner.for(id)
  const admin = await invited(server, by, 'admin', `${mark}-admin`)
  const viewer = await invited(server, by, 'viewer', `${mark}-viewer`)
  const client = admin.browser.for(id)
  const [one, two] = [
    await startDesktop(t, { ...server, client }, `${mark}-1`),
    await startDesktop(t, { ...server, client }, `${mark}-2`),
  ]
  const task = {
    type: 'command',
    content: `echo ${mark}`,
    desktopId: one.desktop.id,
    requiresApproval: true,
  } as const
  const made = await client.tasks.createBatch({ tasks: [task, task], run: true })
  const [first] = made
  await waitFor('the review', async () => (await client.approvals.list()).length === 2)
  const [approval] = await client.approvals.list()
  const key = await client.apiKeys.create(mark)
  const token = await client.desktops.joinTokens.create({ name: mark })
  const account = await client.serviceAccounts.create({ name: mark, role: 'viewer' })
  const invitation = await client.invitations.create({
    role: 'viewer',
    email: `${mark}@example.org`,
  })
  const [session] = await client.account.sessions()
  const ids: Record<string, string> = {
    tasks: first!.id,
    batches: first!.batchId!,
    approvals: approval!.id,
    desktops: one.desktop.id,
    'api-keys': key.id,
    'join-tokens': token.id,
    'service-accounts': account.id,
    invitations: invitation.id,
    sessions: session!.id,
    members: viewer.id,
  }
  const headers = { 'x-workspace': id }
  const request = (path: string, json?: unknown, method = 'GET', more: object = {}) =>
    admin.browser.request(path, {
      method,
      headers: { ...headers, ...more },
      ...(json !== undefined && { json }),
    })
  const opening = (path: string, options: object = {}) =>
    admin.browser.request(path, { ...options, headers })
  const home = (await admin.browser.client.workspaces.list())[0]!.id
  return { id, home, client, ids, request, opening, desktops: [one.desktop.id, two.desktop.id] }
}

/** An id of the same kind that nothing has. */
const madeUp = (id: string) => `${id.slice(0, id.indexOf('_') + 1)}00000000000000000000000000`

/** An answer without the id that was asked for. */
async function answerTo(ask: Promise<Response>, id: string): Promise<string> {
  const response = await ask
  return `${response.status} ${(await response.text()).replaceAll(id, 'ID')}`
}

const bodiesFor = (copyTo: string[], home: string): Record<string, object> => ({
  reviewTask: { decision: 'approve' },
  resolveApproval: { decision: 'approve' },
  updateDesktop: { name: 'taken' },
  setPermissionRules: [],
  setAgentUp: { kind: 'acp', preset: 'opencode' },
  copyAgent: { desktopIds: copyTo },
  moveDesktop: { workspaceId: home },
  sendChat: { message: 'Hi' },
  updateMember: { role: 'admin' },
  rotateApiKey: {},
})

export async function testApart(server: TestServer, owner: Browser): Promise<void> {
  const first = await fill(wholeFile, server, owner, MARK)
  const second = await fill(wholeFile, server, owner, 'the-second')
  const bodies = bodiesFor(second.desktops, second.home)

  test('whatever a path names of another workspace is answered like what is not there', async () => {
    let asked = 0
    for (const [name, { method, path, open }] of Object.entries(routes) as [string, Route][]) {
      const [, kind = ''] = /\/([\w-]+)\/:id/.exec(path) ?? []
      const id = first.ids[kind]
      if (open || id === undefined) continue
      const body = method === 'GET' || method === 'DELETE' ? undefined : (bodies[name] ?? {})
      const ask = (id: string) =>
        second.request(path.replace(':id', id).replace(/:\w+/, 'none'), body, method)
      const theirs = await answerTo(ask(id), id)
      assert.equal(theirs, await answerTo(ask(madeUp(id)), madeUp(id)), name)
      assert.match(theirs, /^404 /, name)
      asked++
    }
    assert.ok(asked > 30, `${asked}`)
  })

  test('whatever a body or a query names of another workspace is answered like what is not there', async () => {
    const MC = '/api/mission-control'
    const { tasks, desktops, batches } = first.ids as Record<string, string>
    const task = (desktopId: string) => ({ type: 'command', content: 'true', desktopId })
    const own = second.ids.desktops!
    type Asking = [id: string, ask: (id: string) => Promise<Response>]
    const asking: Asking[] = [
      [desktops!, (id) => second.request(`${MC}/tasks`, task(id), 'POST')],
      [desktops!, (id) => second.request(`${MC}/tasks/batch`, { tasks: [task(id)] }, 'POST')],
      [tasks!, (id) => second.request(`${MC}/tasks`, { ...task(own), rerunOf: id }, 'POST')],
      [tasks!, (id) => second.request(`${MC}/tasks/run`, { ids: [id] }, 'POST')],
      [tasks!, (id) => second.request(`${MC}/tasks/rerun`, { ids: [id] }, 'POST')],
      [desktops!, (id) => second.request(`${MC}/settings`, { agentFrom: id }, 'PATCH')],
      [batches!, (id) => second.request(`${MC}/batches?ids=${id}`)],
      [desktops!, (id) => second.request(`${MC}/tasks?desktopId=${id}`)],
      [desktops!, (id) => second.request(`${MC}/activity?desktopId=${id}`)],
      [tasks!, (id) => second.request(`${MC}/activity?taskId=${id}`)],
      [first.id, (id) => second.request(`/api/desktops/${own}/move`, { workspaceId: id }, 'POST')],
      [
        desktops!,
        (id) => second.request(`/api/desktops/${own}/agent/copy`, { desktopIds: [id] }, 'POST'),
      ],
    ]
    for (const [i, [id, ask]] of asking.entries()) {
      assert.equal(await answerTo(ask(id), id), await answerTo(ask(madeUp(id)), madeUp(id)), `${i}`)
    }
    // Keys of requests are of a workspace too.
    const more = { 'idempotency-key': 'the-same' }
    const path = `${MC}/tasks`
    assert.equal((await first.request(path, task(desktops!), 'POST', more)).status, 201)
    const other = await second.request(path, task(own), 'POST', more)
    assert.equal(other.status, 201)
    assert.equal(other.headers.get('idempotency-replayed'), null)
  })

  test('no list, count or search tells of another workspace', async () => {
    await waitFor('the index', async () => (await first.client.search(MARK)).hits.length > 0)
    const secrets = [MARK, ...Object.values(first.ids), ...first.desktops]
    for (const [name, route] of Object.entries(routes) as [string, Route][]) {
      const { method, path, open, produces } = route
      if (method !== 'GET' || open || path.includes(':id') || produces === 'events') continue
      const query = name === 'search' ? `?q=${MARK}` : name === 'listBatches' ? '?ids=x' : ''
      const answer = await second.request(path.replace(':status', 'review') + query)
      const text = await answer.text()
      for (const secret of secrets) assert.ok(!text.includes(secret), `${name}: ${text}`)
    }
    const { tasks } = await second.client.overview.get()
    assert.equal(tasks.review, 2)
    assert.deepEqual((await second.client.search(MARK)).hits, [])
    const page = await first.client.search(MARK, { limit: 1 })
    const cursor = page.nextCursor!
    assert.notDeepEqual((await first.client.search(MARK, { cursor })).hits, page.hits)
    const foreign = await second.request(`${routes.search.path}?q=x&cursor=${cursor}`)
    assert.equal(foreign.status, 400)
    assert.match(
      await foreign.text(),
      /cursor: expected the nextCursor of an answer in this workspace/,
    )
  })

  for (const path of [
    '/api/mission-control/activity/stream?desktops=true',
    '/api/desktops/stream',
  ]) {
    test(`${path} tells nothing of another workspace`, async (t) => {
      const stream = await openStream(t, { request: second.opening }, path)
      const change = (client: Client, id: string) =>
        client.desktops.update(id, { labels: ['seen'] })
      await change(first.client, first.desktops[1]!)
      await change(second.client, second.desktops[1]!)
      const heard: string[] = []
      const isOwn = () => heard.some((data) => data.includes('"seen"'))
      while (!isOwn()) heard.push(JSON.stringify((await stream.nextData()).data))
      assert.ok(!heard.join('\n').includes(MARK))
      await second.client.desktops.update(second.desktops[1]!, { labels: [] })
    })
  }
}
