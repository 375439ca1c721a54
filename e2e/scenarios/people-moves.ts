/** Part of people-callers.test.ts: a desktop moves between two workspaces of the same admin. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Client, createClient } from '@mission-control/client'
import { type NewTask, type Route, routes } from '@mission-control/protocol'
import { READY, wish } from '../setup/asking-runs.ts'
import { BareRunner } from '../setup/bare-runner.ts'
import type { Browser } from '../setup/browser.ts'
import { inDatabase } from '../setup/database.ts'
import { openStream } from '../setup/event-stream.ts'
import { invited, tokenOf } from '../setup/people.ts'
import { startDesktop } from '../setup/runner.ts'
import { serverAt, type TestServer } from '../setup/server.ts'
import { finishCommand, outputOf } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const EVIDENCE = {
  source: 'git',
  files: [],
  filesTruncated: false,
  filesTotal: 0,
  problem: null,
  commands: [],
  commandsTruncated: false,
} as const

const refused = (code: string) => ({ code })

export async function testMoves(server: TestServer, owner: Browser): Promise<void> {
  const there = await owner.client.workspaces.create('new-home')
  const to = owner.for(there.id)

  async function oldHome(name: string) {
    const { id } = await owner.client.workspaces.create(name)
    return { id, from: owner.for(id) }
  }

  /** Everything that a workspace's lists, counts and histories say. */
  async function allOf(workspace: string): Promise<string> {
    const answers: string[] = []
    for (const [name, { method, path, open, produces }] of Object.entries(routes) as [
      string,
      Route,
    ][]) {
      if (method !== 'GET' || open || path.includes(':id') || produces === 'events') continue
      // The account is the same person's in both.
      if (name === 'listWorkspaces' || name === 'listSessions' || name === 'listUsers') continue
      const query = name === 'search' ? '?q=mark' : name === 'listBatches' ? '?ids=x' : ''
      const answer = await owner.request(path.replace(':status', 'done') + query, {
        headers: { 'x-workspace': workspace },
      })
      answers.push(`${name}: ${await answer.text()}`)
    }
    return answers.join('\n')
  }

  test('a desktop moves: what it has done stays, and neither workspace sees the other’s', async (t) => {
    const { id, from } = await oldHome('mark-old')
    const { desktop } = await startDesktop(t, { ...server, client: from }, 'wanderer')
    await from.desktops.update(desktop.id, { labels: ['kept'], defaultTimeoutSeconds: 77 })
    await from.desktops.setPermissionRules(desktop.id, [
      { tool: 'shell', pattern: 'mark-rule', decision: 'never' },
    ])
    const before = await finishCommand({ client: from, desktopId: desktop.id }, 'echo mark-before')
    const stream = await openStream(
      t,
      { request: (path) => owner.request(path, { headers: { 'x-workspace': id } }) },
      '/api/desktops/stream',
    )
    const moved = await from.desktops.move(desktop.id, there.id)
    assert.deepEqual([moved.name, moved.labels], ['wanderer', ['kept']])
    assert.equal(moved.defaultTimeoutSeconds, 77)
    assert.equal(moved.agentKey, null)

    // The old one: as if it were removed, and its history is whole.
    const gone = async () => {
      const { data } = (await stream.nextData()) as {
        data: { type: string; payload: { id: string; status: string } }
      }
      return data.payload?.id === desktop.id && data.payload.status === 'destroyed'
    }
    while (!(await gone()));
    assert.deepEqual(await from.desktops.list(), [])
    await assert.rejects(from.desktops.get(desktop.id), refused('desktop_not_found'))
    assert.equal((await from.tasks.get(before.id)).status, 'done')
    assert.equal((await outputOf(from, before.id)).toString(), 'mark-before\n')
    const task = { type: 'command', content: 'true', desktopId: desktop.id } as const
    await assert.rejects(from.tasks.create(task), refused('unknown_desktop'))

    // The new one: it works on, and knows nothing of before.
    await waitFor(
      'the runner',
      async () => (await to.desktops.get(desktop.id)).status === 'running',
    )
    const after = await finishCommand({ client: to, desktopId: desktop.id }, 'echo kram-after')
    assert.equal((await outputOf(to, after.id)).toString(), 'kram-after\n')
    assert.deepEqual(await to.desktops.permissionRules(desktop.id), [])
    assert.deepEqual(await to.desktops.metrics(desktop.id), [])
    assert.deepEqual(
      (await to.tasks.list({ desktopId: desktop.id })).map(({ id }) => id),
      [after.id],
    )
    await to.desktops.update(desktop.id, { name: 'kram-renamed' })
    const [old, renewed] = [await allOf(id), await allOf(there.id)]
    assert.ok(!renewed.includes('mark-'), renewed)
    assert.ok(!old.includes('kram-'), old)

    // Both know that it has moved, and who did it.
    const told = async (client: Client) =>
      (await client.activity.list({ desktopId: desktop.id })).map(({ type }) => type)
    assert.ok((await told(from)).includes('desktop.movedAway'))
    assert.ok((await told(to)).includes('desktop.movedHere'))
    for (const client of [from, to]) {
      const [row] = await client.audit.list({ action: 'moveDesktop' })
      assert.deepEqual([row?.target, row?.actor?.name, row?.outcome], [desktop.id, 'Owner', 'ok'])
    }
  })

  /** A bare runner on a desktop of the workspace, with an agent that is ready. */
  async function bare(t: TestContext, client: Client) {
    const desktop = await client.desktops.create({ name: 'bare' })
    const connect = (before = {}) => BareRunner.connect(t, server, desktop, 8, READY, before)
    return { desktop, connect, runner: await connect() }
  }

  /** A run of the desktop that has started; resolves with its ids. */
  async function started(client: Client, runner: BareRunner, task: NewTask) {
    const { id } = await client.tasks.create(task)
    await client.tasks.run(id)
    const told = await waitFor('the run', () =>
      [...runner.all('start'), ...runner.all('prompt')].find(({ taskId }) => taskId === id),
    )
    runner.says({ type: 'started', runId: told.runId, at: Date.now() })
    await waitFor('its start', async () => (await client.tasks.get(id)).processStartedAt !== null)
    return { id, runId: told.runId, dispatch: told.dispatch }
  }

  test('what runs finishes where it began: its question, evidence, end and approval', async (t) => {
    const { from } = await oldHome('Running')
    const { desktop, runner, connect } = await bare(t, from)
    const prompt = { type: 'prompt', content: 'look', desktopId: desktop.id } as const
    const run = await started(from, runner, { ...prompt, requiresApproval: true })
    await from.desktops.move(desktop.id, there.id)
    await runner.closed
    const again = await connect({
      lastDispatch: run.dispatch,
      runs: [{ runId: run.runId, dispatch: run.dispatch }],
    })
    // A rule of the new workspace says nothing about it; nor do its people see the question.
    await to.desktops.setPermissionRules(desktop.id, [{ tool: 'shell', decision: 'allow' }])
    again.says(wish(run, 'make'))
    const [question] = await waitFor('the question', async () => {
      const open = await from.approvals.list({ kind: 'permission' })
      return open.length > 0 && open
    })
    assert.deepEqual(await to.approvals.list({ kind: 'all' }), [])
    await to.desktops.setPermissionRules(desktop.id, [{ tool: 'shell', decision: 'never' }])
    const always = from.approvals.resolve(question!.id, { decision: 'approve', remember: true })
    await assert.rejects(always, refused('status_conflict'))
    await from.approvals.resolve(question!.id, { decision: 'approve' })
    assert.equal((await again.hears('permissionAnswer')).allowed, true)
    again.says({ type: 'evidence', runId: run.runId, evidence: EVIDENCE })
    const usage = { inputTokens: 1, outputTokens: 1, costUsd: null, steps: 1 }
    const answered = { kind: 'answered', result: 'seen', usage } as const
    again.says({ type: 'ended', runId: run.runId, at: Date.now(), seq: 0, end: answered })
    await waitFor('the review', async () => (await from.tasks.get(run.id)).status === 'review')
    assert.equal((await from.tasks.evidence(run.id)).source, 'git')
    await from.tasks.review(run.id, { decision: 'approve' })
    assert.equal((await from.tasks.get(run.id)).result, 'seen')
    assert.ok((await to.tasks.list()).every(({ id }) => id !== run.id))
    assert.deepEqual(await to.desktops.permissionRules(desktop.id), [
      { tool: 'shell', decision: 'never' },
    ])
  })

  test('what waits to start, or for an answer in the chat, keeps the desktop; pending tasks stay and say why', async (t) => {
    const { from } = await oldHome('Waiting')
    const { desktop, runner } = await bare(t, from)
    const move = () => from.desktops.move(desktop.id, there.id)
    const task = { type: 'command', content: 'true', desktopId: desktop.id } as const
    const queued = await from.tasks.create(task)
    await from.tasks.run(queued.id)
    await assert.rejects(move(), ({ code, detail }) => {
      assert.equal(code, 'desktop_busy')
      assert.match(detail, /^1 task waits to start on "bare"\. Let it start, or cancel it;/)
      return true
    })
    runner.ends((await runner.hears('start')).runId)
    await waitFor('its end', async () => (await from.tasks.get(queued.id)).status === 'done')
    const reply = from.desktops.chat.send(desktop.id, 'Hello.')
    await runner.hears('prompt')
    await assert.rejects(move(), refused('desktop_busy'))
    await from.desktops.chat.clear(desktop.id)
    await reply
    const pending = await from.tasks.create(task)
    await move()
    const { status, error } = await from.tasks.get(pending.id)
    assert.deepEqual([status, error?.code], ['pending', 'desktop_unavailable'])
    assert.match(error?.message ?? '', /has moved to another workspace/)
    await assert.rejects(from.tasks.run(pending.id), refused('desktop_unavailable'))
    assert.deepEqual(await to.desktops.chat.list(desktop.id), [])
    // Removed there, it is still only gone here.
    await to.desktops.delete(desktop.id)
    assert.equal((await from.tasks.get(pending.id)).status, 'pending')
    await from.tasks.cancel(pending.id)
  })

  test('what still runs for the old workspace ends with the desktop, or with that workspace', async (t) => {
    const { id, from } = await oldHome('Ending')
    const { from: other } = await oldHome('Other')
    const one = await bare(t, from)
    const two = await bare(t, other)
    const task = (desktopId: string) => ({ type: 'command', content: 'x', desktopId }) as const
    const doomed = await started(from, one.runner, task(one.desktop.id))
    const failing = await started(other, two.runner, task(two.desktop.id))
    for (const [client, { desktop }] of [
      [from, one],
      [other, two],
    ] as const) {
      await client.desktops.move(desktop.id, there.id)
    }
    const again = await one.connect({
      lastDispatch: doomed.dispatch,
      runs: [{ runId: doomed.runId, dispatch: doomed.dispatch }],
    })
    await from.workspaces.delete('Ending')
    assert.equal((await again.hears('cancel')).runId, doomed.runId)
    again.ends(doomed.runId)
    await to.desktops.delete(two.desktop.id)
    const failed = await other.tasks.get(failing.id)
    assert.deepEqual([failed.status, failed.error?.code], ['failed', 'desktop_deleted'])
    const left = () =>
      inDatabase(server.dataDir, `select 1 as one from tasks where workspace_id = '${id}'`)
    await waitFor('its end', async () => (await left()).length === 0)
  })

  test('only who is an admin of both moves a desktop, by nothing that may less; each refusal is audited', async (t) => {
    const { from } = await oldHome('Guarded')
    const desktop = await from.desktops.create({ name: 'kept', labels: ['l'] })
    const elsewhere = await owner.client.workspaces.create('Elsewhere')
    const half = await invited(server, from, 'admin', 'Half')
    const low = await invited(server, from, 'operator', 'Low')
    const invitation = await to.invitations.create({ role: 'operator' })
    await half.browser.client.invitations.accept(tokenOf(invitation))
    const inOld = (await from.account.session()).workspace!.id
    const whole = await from.apiKeys.create('whole')
    const less = await from.apiKeys.create({ name: 'less', scopes: ['desktops', 'read'] })
    const held = await from.apiKeys.create({
      name: 'held',
      restrictedTo: { desktopIds: [desktop.id] },
    })
    const byKey = (apiKey: string) => createClient({ baseUrl: server.url, apiKey })
    const hers = half.browser.for(inOld)
    const refusals: [Client, string, string][] = [
      [low.browser.for(inOld), there.id, 'not_allowed'],
      [hers, there.id, 'not_allowed'],
      [hers, elsewhere.id, 'workspace_not_found'],
      [hers, 'workspace_none', 'workspace_not_found'],
      [byKey(less.key), there.id, 'not_allowed'],
      [byKey(held.key), there.id, 'not_allowed'],
      [from, inOld, 'status_conflict'],
    ]
    for (const [client, workspaceId, code] of refusals) {
      await assert.rejects(client.desktops.move(desktop.id, workspaceId), refused(code))
    }
    await waitFor(
      'the rows',
      async () =>
        (await from.audit.list({ action: 'moveDesktop', outcome: 'not_allowed' })).length === 4,
    )
    assert.equal((await from.desktops.get(desktop.id)).name, 'kept')
    const stream = await openStream(
      t,
      { request: (path) => serverAt(server.url, held.key).request(path) },
      '/api/desktops/stream',
    )
    await byKey(whole.key).desktops.move(desktop.id, there.id)
    while ((await stream.next()) !== null);
    assert.deepEqual(await byKey(held.key).desktops.list(), [])
    await to.desktops.delete(desktop.id)
  })
}
