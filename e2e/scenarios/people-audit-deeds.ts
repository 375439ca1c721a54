/** Part of people-audit.test.ts: each route that changes something, and the one row that it leaves. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Actor, type Route, type RouteName, routes } from '@mission-control/protocol'
import { READY } from '../setup/asking-runs.ts'
import { BareRunner } from '../setup/bare-runner.ts'
import type { Browser } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { invited, type Person, tokenOf } from '../setup/people.ts'
import { agentReady } from '../setup/prompts.ts'
import type { TestServer } from '../setup/server.ts'
import { ended, finishCommand } from '../setup/tasks.ts'
import { type Deed, done } from './people-audit-deed.ts'
import { signInDeeds } from './people-audit-sign-in.ts'

/** What leaves no row, and why. */
const NO_ROW: Partial<Record<RouteName, string>> = {
  startSso: 'changes nothing',
  readInvitation: 'changes nothing',
  testAgent: 'changes nothing',
  testSsoProvider: 'changes nothing',
  startSsoTrial: 'only begins',
  startPasskey: 'only begins',
  startPasskeySignIn: 'only begins',
  finishSsoTrial: 'is undone',
  requestReset: 'answers the same whether there is such a user; the use of the link has its row',
}

/** The files that look at the row of a route. */
const ELSEWHERE: Partial<Record<RouteName, string>> = {
  setUp: 'people-audit.test.ts',
  signIn: 'people-audit.test.ts',
  moveDesktop: 'people-moves.ts',
  createPasskey: 'people-sign-in-passkeys.ts',
  updatePasskey: 'people-sign-in-passkeys.ts',
  removePasskey: 'people-sign-in-passkeys.ts',
  signInByPasskey: 'people-sign-in-passkeys.ts',
  signInByHeader: 'people-sign-in-required.ts',
  finishSso: 'people-sign-in-provider.ts',
}

interface Actors {
  byKey: Actor
  byOwner: Actor
}

export function testDeeds(server: TestServer, owner: Browser, { byKey, byOwner }: Actors): void {
  const { client, desktopId } = server
  const task = { type: 'command', content: 'true', desktopId } as const
  const made: Record<string, string> = {}
  const people: Record<string, Person> = {}
  const keep = (name: string, { id }: { id: string }) => (made[name] = id)
  const actorOf = (name: string): Actor => ({ kind: 'user', id: people[name]!.id, name })
  const inTeam = () => owner.for(made.team!)
  /** The first person, by their session, in their own workspace. */
  const eve = () => people.Eve!.browser.client
  const gated = async () => (await finishCommand(server, 'true', { requiresApproval: true })).id

  const DEEDS: Deed[] = [
    { route: 'createTask', ask: async () => keep('task', await client.tasks.create(task)) },
    { route: 'runTask', ask: async () => (await client.tasks.run(made.task!)).id },
    {
      route: 'createTasks',
      ask: async () => (await client.tasks.createBatch({ tasks: [task, task] }))[0]!.batchId,
    },
    {
      route: 'rerunTasks',
      async ask() {
        await ended(client, made.task!)
        const [again] = await client.tasks.rerun({ ids: [made.task!] })
        keep('again', again!)
        return again!.batchId ?? again!.id
      },
    },
    {
      route: 'runTasks',
      action: 'runTask',
      async ask() {
        await client.tasks.runMany([made.again!])
        return made.again!
      },
    },
    { route: 'deleteTask', ask: () => done(client.tasks.delete(made.task!), made.task!) },
    {
      route: 'cancelTask',
      ask: async () => (await client.tasks.cancel((await client.tasks.create(task)).id)).id,
    },
    {
      route: 'reviewTask',
      async ask() {
        const id = await gated()
        return await done(client.tasks.review(id, { decision: 'approve' }), id)
      },
    },
    {
      route: 'resolveApproval',
      async ask() {
        const taskId = await gated()
        const { id } = (await client.approvals.list()).find((each) => each.taskId === taskId)!
        return await done(client.approvals.resolve(id, { decision: 'approve' }), id)
      },
    },
    {
      route: 'updateSettings',
      ask: () => done(client.settings.update({ requireApproval: false }), null),
    },
    {
      route: 'createDesktop',
      ask: async () => keep('desktop', await client.desktops.create({ name: 'd' })),
    },
    {
      route: 'updateDesktop',
      ask: async () => (await client.desktops.update(made.desktop!, { name: 'e' })).id,
    },
    {
      route: 'setPermissionRules',
      ask: () => done(client.desktops.setPermissionRules(made.desktop!, []), made.desktop!),
    },
    {
      route: 'setAgentUp',
      ask: () =>
        done(
          client.agents.setUp(made.desktop!, { kind: 'acp', preset: 'opencode' }),
          made.desktop!,
        ),
    },
    {
      route: 'copyAgent',
      async ask() {
        const { id } = await client.desktops.create({ name: 'copy' })
        return await done(client.agents.copy(made.desktop!, [id]), id)
      },
    },
    {
      route: 'removeAgentSetup',
      ask: () => done(client.agents.remove(made.desktop!), made.desktop!),
    },
    {
      route: 'sendChat',
      async ask() {
        const desktop = await client.desktops.create({ name: 'chatting' })
        await BareRunner.connect(wholeFile, server, desktop, 8, READY)
        await agentReady({ client, desktopId: desktop.id })
        const answer = await server.request(`/api/desktops/${desktop.id}/chat`, {
          method: 'POST',
          json: { message: 'Hello.' },
          headers: { accept: 'text/event-stream' },
        })
        assert.equal(answer.status, 200)
        await answer.body?.cancel()
        return keep('chatting', desktop)
      },
    },
    {
      route: 'clearChat',
      async ask() {
        const path = `/api/desktops/${made.chatting}/chat`
        assert.equal((await server.request(path, { method: 'DELETE' })).status, 204)
        return made.chatting!
      },
    },
    {
      route: 'upgradeDesktop',
      async ask() {
        const desktop = await client.desktops.create({ name: 'old', upgradePolicy: 'off' })
        const upgrade = { obstacle: null, failed: null, trial: false }
        await BareRunner.connect(wholeFile, server, desktop, 8, undefined, { upgrade })
        return (await client.desktops.upgrade(desktop.id)).id
      },
    },
    {
      route: 'deleteDesktop',
      ask: () => done(client.desktops.delete(made.desktop!), made.desktop!),
    },
    {
      route: 'createJoinToken',
      async ask() {
        const token = await client.desktops.joinTokens.create({ uses: 1 })
        made.joinBy = token.token
        return keep('token', token)
      },
    },
    {
      route: 'joinDesktop',
      by: () => ({ kind: 'system', id: 'system', name: 'system' }),
      ask: async () => {
        const machine = { token: made.joinBy!, publicKey: `${'B'.repeat(42)}A`, hostname: 'h' }
        return (await client.desktops.join(machine)).desktopId
      },
    },
    {
      route: 'deleteJoinToken',
      ask: () => done(client.desktops.joinTokens.delete(made.token!), made.token!),
    },
    { route: 'createApiKey', ask: async () => keep('key', await client.apiKeys.create('n')) },
    { route: 'rotateApiKey', ask: async () => (await client.apiKeys.rotate(made.key!)).id },
    { route: 'deleteApiKey', ask: () => done(client.apiKeys.delete(made.key!), made.key!) },
    {
      route: 'createServiceAccount',
      ask: async () =>
        keep('account', await client.serviceAccounts.create({ name: 's', role: 'viewer' })),
    },
    {
      route: 'deleteServiceAccount',
      ask: () => done(client.serviceAccounts.delete(made.account!), made.account!),
    },
    {
      route: 'createInvitation',
      ask: async () => keep('invitation', await client.invitations.create({ role: 'viewer' })),
    },
    {
      route: 'deleteInvitation',
      ask: () => done(client.invitations.delete(made.invitation!), made.invitation!),
    },
    {
      route: 'joinByInvitation',
      by: () => actorOf('Eve'),
      async ask() {
        people.Eve = await invited(server, client, 'viewer', 'Eve')
        return people.Eve.id
      },
    },
    {
      route: 'createWorkspace',
      by: () => byOwner,
      ask: async () => keep('team', await owner.client.workspaces.create('Audited')),
    },
    {
      route: 'updateWorkspace',
      log: inTeam,
      by: () => byOwner,
      ask: () => done(inTeam().workspaces.rename('Renamed'), null),
    },
    {
      route: 'acceptInvitation',
      log: inTeam,
      by: () => actorOf('Eve'),
      async ask() {
        const token = tokenOf(await inTeam().invitations.create({ role: 'viewer' }))
        await eve().invitations.accept(token)
        return people.Eve!.id
      },
    },
    {
      route: 'leaveWorkspace',
      log: inTeam,
      by: () => actorOf('Eve'),
      ask: () => done(people.Eve!.browser.for(made.team!).workspaces.leave(), null),
    },
    {
      route: 'deleteWorkspace',
      by: () => byOwner,
      ask: () => done(inTeam().workspaces.delete('Renamed'), made.team!),
    },
    {
      route: 'updateMember',
      ask: () => done(client.members.setRole(people.Eve!.id, 'operator'), people.Eve!.id),
    },
    {
      route: 'removeMember',
      ask: () => done(client.members.remove(people.Eve!.id), people.Eve!.id),
    },
    ...signInDeeds(server, () => people.Eve!),
  ]

  test('every route that changes something leaves one row: who, what, to what, and from where', async (t) => {
    const changing = (Object.entries(routes) as [RouteName, Route][])
      .filter(([, { method }]) => method !== 'GET')
      .map(([name]) => name)
    const others = Object.keys({ ...NO_ROW, ...ELSEWHERE })
    assert.deepEqual([...DEEDS.map(({ route }) => route), ...others].sort(), changing.sort())
    for (const [route, file] of Object.entries(ELSEWHERE)) {
      const text = readFileSync(join(import.meta.dirname, file), 'utf8')
      assert.ok(text.includes(`'${route}'`), `${file} looks at the row of ${route}`)
    }
    for (const { route, action = route, ask, log, by } of DEEDS) {
      await t.test(route, async () => {
        const rows = async () => await (log?.() ?? client).audit.list({ action, limit: 500 })
        const before = await rows()
        const target = await ask()
        const added = (await rows()).slice(0, -before.length || undefined)
        const seen = added.map(({ actor, userId, target, outcome, count, address, userAgent }) => {
          return { actor, userId, target, outcome, count, address, userAgent }
        })
        const from = { address: '127.0.0.1', userAgent: 'node' }
        const actor = by?.() ?? byKey
        // Whose key it was, or who had made the line to join by.
        const userId = actor.kind === 'user' ? actor.id : byOwner.id
        assert.deepEqual(seen, [{ actor, userId, target, outcome: 'ok', count: 1, ...from }])
      })
    }
  })
}
