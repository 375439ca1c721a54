import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Client, createClient } from '@mission-control/client'
import type { AuditEntry } from '@mission-control/protocol'
import { openBrowser, setUpBrowser } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { everythingStored, inDatabase } from '../setup/database.ts'
import { openStream } from '../setup/event-stream.ts'
import { invited, PASSWORD, tokenOf } from '../setup/people.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_RATE_LIMIT: '0' })
const owner = await setUpBrowser(server)
const home = (await owner.client.workspaces.list())[0]!.id
const team = await owner.client.workspaces.create('Team')
const inTeam = owner.for(team.id)
const refused = (code: string) => ({ code })

test('a user has a workspace of their own and creates others, each with its own things', async () => {
  const mine = await owner.client.workspaces.list()
  assert.deepEqual(
    mine.map(({ name, personal, role }) => [name, personal, role]),
    [
      ['Personal', true, 'admin'],
      ['Team', false, 'admin'],
    ],
  )
  assert.equal((await owner.client.desktops.list()).length, 1)
  assert.deepEqual(await inTeam.desktops.list(), [])
  await inTeam.settings.update({ requireApproval: true })
  assert.equal((await owner.client.settings.get()).requireApproval, false)
  assert.equal((await inTeam.workspaces.rename('The team')).name, 'The team')
  await inTeam.workspaces.rename('Team')
  const session = await inTeam.account.session()
  assert.deepEqual(session.workspace?.id, team.id)
  assert.equal(session.workspace?.personal, false)
})

test('a workspace that one is not a member of is answered like one that is not there', async () => {
  const stranger = await invited(server, owner.client, 'viewer', 'Stranger')
  const none = stranger.browser.for('workspace_none').tasks.list()
  await assert.rejects(none, { status: 404, code: 'workspace_not_found' })
  const other = stranger.browser.for(team.id).tasks.list()
  await assert.rejects(other, ({ detail }) => {
    assert.equal(detail, `You have no access to a workspace "${team.id}", or there is none.`)
    return true
  })
  // A key belongs to one workspace, whatever it names.
  const byKey = createClient({
    baseUrl: server.url,
    workspace: team.id,
    apiKey: (await owner.client.apiKeys.create('k')).key,
  })
  await assert.rejects(byKey.tasks.list(), refused('workspace_not_found'))
})

test('an invitation says what it is for, lets one person in, once, and is kept as a hash', async () => {
  const made = await inTeam.invitations.create({ role: 'operator' })
  const token = tokenOf(made)
  assert.equal(made.link, `${server.url}/invitation#${token}`)
  const guest = openBrowser(server)
  const { workspace, role, invitedBy } = await guest.client.invitations.read(token)
  assert.deepEqual([workspace, role, invitedBy], ['Team', 'operator', 'Owner'])
  assert.ok(!(await everythingStored(server.dataDir)).includes(token))
  assert.ok(!server.program.stderr().includes(token))
  assert.deepEqual(
    (await inTeam.invitations.list()).map(({ id }) => id),
    [made.id],
  )

  const person = { token, name: 'Once', email: 'once@example.org', password: PASSWORD }
  const many = Array.from({ length: 4 }, (_, i) =>
    openBrowser(server).client.invitations.join({ ...person, email: `once${i}@example.org` }),
  )
  const results = await Promise.allSettled(many)
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const each of results) {
    if (each.status === 'rejected') assert.equal(each.reason.code, 'wrong_invitation')
  }
  await assert.rejects(guest.client.invitations.read(token), refused('wrong_invitation'))
  await assert.rejects(owner.client.invitations.accept(token), refused('wrong_invitation'))
  assert.deepEqual(await inTeam.invitations.list(), [])
})

test('an invitation that is over, revoked, made up or for somebody else lets nobody in, in the same words', async () => {
  const guest = await invited(server, owner.client, 'viewer', 'Guest')
  const expired = await inTeam.invitations.create({ role: 'admin', expiresInSeconds: 1 })
  await inDatabase(
    server.dataDir,
    `update invitations set expires_at = 1 where id = '${expired.id}'`,
  )
  const revoked = await inTeam.invitations.create({ role: 'admin' })
  await inTeam.invitations.delete(revoked.id)
  const others = await inTeam.invitations.create({ role: 'admin', email: 'Bob@Example.org' })
  const { accept } = guest.browser.client.invitations
  const words = new Set<string>()
  for (const token of [tokenOf(expired), tokenOf(revoked), tokenOf(others), 'mci_x']) {
    await assert.rejects(accept(token), (error: { code: string; detail: string }) => {
      words.add(error.detail)
      return error.code === 'wrong_invitation'
    })
  }
  // Nor does it tell who has an account here.
  const any = tokenOf(await inTeam.invitations.create({ role: 'viewer' }))
  const taken = { token: any, name: 'X', email: guest.email, password: PASSWORD }
  await assert.rejects(openBrowser(server).client.invitations.join(taken), ({ detail }) =>
    Boolean(words.add(detail)),
  )
  assert.equal(words.size, 1)
  // The one it is for gets in.
  const bob = openBrowser(server)
  const person = { name: 'Bob', email: 'bob@example.org', password: PASSWORD }
  await bob.client.invitations.join({ token: tokenOf(others), ...person })
  assert.equal((await bob.for(team.id).account.session()).workspace?.role, 'admin')
})

test('whoever has an account accepts with it, and is a member once', async () => {
  const member = await invited(server, owner.client, 'viewer', 'Member')
  const first = await inTeam.invitations.create({ role: 'approver' })
  const accepted = await member.browser.client.invitations.accept(tokenOf(first))
  assert.deepEqual([accepted.name, accepted.role], ['Team', 'approver'])
  const second = tokenOf(await inTeam.invitations.create({ role: 'viewer' }))
  const again = member.browser.client.invitations.accept(second)
  await assert.rejects(again, refused('already_member'))
  assert.equal((await member.browser.for(team.id).account.session()).workspace?.role, 'approver')
})

test('a role counts from the next request on; what is open ends when it changes', async (t) => {
  const { browser, id } = await invited(server, inTeam, 'operator', 'Changing')
  const mine = browser.for(team.id)
  const headers = { 'x-workspace': team.id }
  const request = (path: string) => browser.request(path, { headers })
  const stream = await openStream(t, { request }, '/api/mission-control/activity/stream')
  const key = (await mine.apiKeys.create('own')).key
  const withKey = createClient({ baseUrl: server.url, apiKey: key })
  await assert.rejects(mine.desktops.create({ name: 'x' }), refused('not_allowed'))
  assert.equal((await inTeam.members.setRole(id, 'viewer')).role, 'viewer')
  while ((await stream.next()) !== null);
  const task = { type: 'command', content: 'true', desktopId: 'none' } as const
  for (const each of [mine, withKey]) {
    await assert.rejects(each.tasks.create(task), refused('not_allowed'))
    await each.tasks.list()
  }
  // Removed: nothing of theirs gets in there any more, but to their own workspace.
  await inTeam.members.remove(id)
  await assert.rejects(withKey.tasks.list(), refused('unauthenticated'))
  await assert.rejects(mine.tasks.list(), refused('workspace_not_found'))
  await browser.client.tasks.list()
  await assert.rejects(inTeam.members.remove(id), refused('member_not_found'))
})

test('the last admin stays, also of two who leave at once, and everybody in their own workspace', async () => {
  const space = await owner.client.workspaces.create('Two admins')
  const mine = owner.for(space.id)
  const me = (await mine.members.list())[0]!.id
  await assert.rejects(mine.workspaces.leave(), refused('last_admin'))
  await assert.rejects(mine.members.setRole(me, 'approver'), refused('last_admin'))
  const other = await invited(server, mine, 'admin', 'Other')
  const both = await Promise.allSettled([
    mine.workspaces.leave(),
    other.browser.for(space.id).workspaces.leave(),
  ])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  await assert.rejects(owner.client.workspaces.leave(), refused('personal_workspace'))
  await assert.rejects(owner.client.workspaces.delete('Personal'), refused('personal_workspace'))
})

test('a removed member leaves what they started: it goes on and is the workspace’s', async (t) => {
  const space = await owner.client.workspaces.create('Runs go on')
  const admin = owner.for(space.id)
  const { desktop } = await startDesktop(t, { ...server, client: admin }, 'runner')
  const { browser, id } = await invited(server, admin, 'operator', 'Leaver')
  const content = 'while [ ! -e go ]; do sleep 0.05; done; echo done'
  const theirs = browser.for(space.id)
  const task = await theirs.tasks.create({ type: 'command', content, desktopId: desktop.id })
  await theirs.tasks.run(task.id)
  await admin.members.remove(id)
  const go = await admin.tasks.create({
    type: 'command',
    content: 'touch go',
    desktopId: desktop.id,
  })
  await admin.tasks.run(go.id)
  await waitFor('its end', async () => (await admin.tasks.get(task.id)).status === 'done')
})

test('a disabled user gets in nowhere, by nothing, until they are enabled again', async () => {
  const { browser, id, email } = await invited(server, inTeam, 'admin', 'Disabled')
  const { key } = await browser.for(team.id).apiKeys.create('k')
  const withKey = createClient({ baseUrl: server.url, apiKey: key })
  await withKey.tasks.list()
  await assert.rejects(withKey.users.disable(id, true), refused('not_allowed'))
  assert.equal((await owner.client.users.disable(id, true)).disabled, true)
  await assert.rejects(withKey.tasks.list(), refused('unauthenticated'))
  await assert.rejects(browser.client.tasks.list(), refused('unauthenticated'))
  const again = () => openBrowser(server).client.account.signIn({ email, password: PASSWORD })
  await assert.rejects(again(), refused('wrong_credentials'))
  await owner.client.users.disable(id, false)
  await again()
  await withKey.tasks.list()
  const all = await owner.client.users.list()
  await assert.rejects(owner.client.users.disable(all[0]!.id, true), refused('last_admin'))
})

test('who invites, joins, changes a role, or is refused is in the log of the workspace', async () => {
  const space = await owner.client.workspaces.create('Logged')
  const admin = owner.for(space.id)
  const { browser, id } = await invited(server, admin, 'viewer', 'Logged')
  await assert.rejects(browser.for(space.id).members.remove(id), refused('not_allowed'))
  await admin.members.setRole(id, 'operator')
  await browser.for(space.id).workspaces.leave()
  const entry = (action: string) => async () =>
    (await admin.audit.list()).find((each) => each.action === action)
  const [invite, join, refusal, change, leave] = [
    await waitFor('the invitation', entry('createInvitation')),
    await waitFor('the joining', entry('joinByInvitation')),
    await waitFor('the refusal', entry('removeMember')),
    await waitFor('the change', entry('updateMember')),
    await waitFor('the leaving', entry('leaveWorkspace')),
  ]
  assert.match(invite.target ?? '', /^invitation_/)
  assert.deepEqual([join.target, join.actor?.name, join.outcome], [id, 'Logged', 'ok'])
  assert.deepEqual([refusal.actor?.id, refusal.outcome], [id, 'not_allowed'])
  assert.deepEqual([change.target, change.actor?.name], [id, 'Owner'])
  assert.deepEqual([leave.actor?.id, leave.outcome], [id, 'ok'])
})

test('a workspace is deleted by its name: what runs stops, nobody gets in, and nothing is left', async (t) => {
  const space = await owner.client.workspaces.create('Doomed')
  const admin = owner.for(space.id)
  const { desktop, program } = await startDesktop(t, { ...server, client: admin }, 'doomed')
  const { key } = await admin.apiKeys.create('k')
  const withKey = createClient({ baseUrl: server.url, apiKey: key })
  const made = await admin.tasks.createBatch({
    tasks: Array.from({ length: 5 }, () => ({
      type: 'command' as const,
      content: 'echo out; sleep 600',
      desktopId: desktop.id,
    })),
    run: true,
  })
  await waitFor('output', async () => (await admin.tasks.output(made[0]!.id)).length > 0)
  await assert.rejects(admin.workspaces.delete('doomed'), refused('wrong_name'))
  const members = await invited(server, admin, 'viewer', 'Watcher')
  const headers = { 'x-workspace': space.id }
  const request = (path: string) => members.browser.request(path, { headers })
  const stream = await openStream(t, { request }, '/api/desktops/stream')
  await admin.workspaces.delete('Doomed')
  while ((await stream.next()) !== null);
  await assert.rejects(admin.tasks.list(), refused('workspace_not_found'))
  await assert.rejects(withKey.tasks.list(), refused('unauthenticated'))
  await program.exited
  const rows = async () =>
    (
      await Promise.all(
        [
          "workspaces where name <> '' and id",
          'tasks where workspace_id',
          'activity where workspace_id',
        ].map((from) => inDatabase(server.dataDir, `select 1 as one from ${from} = '${space.id}'`)),
      )
    ).flat().length
  await waitFor('its end', async () => (await rows()) === 0)
  assert.ok((await owner.client.workspaces.list()).every(({ id }) => id !== space.id))
  assert.ok((await owner.client.workspaces.list()).some(({ id }) => id === home))
})

/** The row of a refusal, which is written a moment later. */
async function refusedRow(action: string, outcome: string, isIt: (row: AuditEntry) => boolean) {
  return await waitFor(`the row of ${action}`, async () =>
    (await owner.client.audit.list({ action, outcome, limit: 500 })).find(isIt),
  )
}

test('whoever comes by an invitation that is used, or for somebody else, is refused and in the log', async () => {
  const used = tokenOf(await inTeam.invitations.create({ role: 'viewer' }))
  const { browser, id } = await invited(server, owner.client, 'viewer', 'Second')
  await browser.client.invitations.accept(used)
  const person = { name: 'Third', email: 'third@example.org', password: PASSWORD }
  const by = openBrowser(server)
  by.page['user-agent'] = 'a used invitation'
  await assert.rejects(by.client.invitations.join({ token: used, ...person }), {
    status: 401,
    code: 'wrong_invitation',
  })
  const row = await refusedRow(
    'joinByInvitation',
    'wrong_invitation',
    ({ userAgent }) => userAgent === 'a used invitation',
  )
  assert.deepEqual([row.actor, row.target], [null, null])
  const others = tokenOf(await inTeam.invitations.create({ role: 'admin', email: 'x@example.org' }))
  await assert.rejects(browser.client.invitations.accept(others), refused('wrong_invitation'))
  // In the log of whoever tried it: so nobody's log tells of another's account.
  const own = await waitFor(
    'the row',
    async () => (await browser.client.audit.list({ action: 'acceptInvitation' }))[0],
  )
  assert.deepEqual([own.actor?.id, own.outcome], [id, 'wrong_invitation'])
})

test('a lowered role, a removed member and a disabled user are in the log, and what they try then', async () => {
  const { browser, id, email } = await invited(server, inTeam, 'operator', 'Falling')
  const mine = browser.for(team.id)
  const { key } = await mine.apiKeys.create('k')
  const task = { type: 'command', content: 'true', desktopId: 'none' } as const
  await inTeam.members.setRole(id, 'viewer')
  await assert.rejects(mine.tasks.create(task), refused('not_allowed'))
  await inTeam.members.remove(id)
  await owner.client.users.disable(id, true)
  await assert.rejects(createClient({ baseUrl: server.url, apiKey: key }).tasks.list())
  const again = openBrowser(server).client.account.signIn({ email, password: PASSWORD })
  await assert.rejects(again, refused('wrong_credentials'))
  const find = async (client: Client, action: string, outcome: string, target: string | null) =>
    await waitFor(action, async () =>
      (await client.audit.list({ action, outcome })).find((row) => row.target === target),
    )
  const [lowered, tried, removed] = [
    await find(inTeam, 'updateMember', 'ok', id),
    await find(inTeam, 'createTask', 'not_allowed', null),
    await find(inTeam, 'removeMember', 'ok', id),
  ]
  assert.deepEqual([lowered.actor?.name, removed.actor?.name], ['Owner', 'Owner'])
  assert.equal(tried.actor?.id, id)
  assert.equal((await find(owner.client, 'updateUser', 'ok', id)).actor?.name, 'Owner')
  await refusedRow('listTasks', 'unauthenticated', ({ actor }) => actor === null)
})

test('the owner is who was made at the first start, also if somebody else looks older', async () => {
  // As if the clock had been set back when they came.
  await inDatabase(
    server.dataDir,
    `insert into users (id, name, email, workspace_id, created_at)
     values ('user_00000000000000000000000000', 'Early', 'early@example.org', '${home}', 0)`,
  )
  // What is known of the owner is read again after a commit.
  await inTeam.workspaces.rename('Team')
  assert.equal((await owner.client.users.list())[0]?.name, 'Early')
  assert.equal((await owner.client.storage()).status, 'ok')
})

test('a person changes how they are shown: from then on, not in what they did before', async () => {
  const ada = await invited(server, inTeam, 'operator', 'Augusta')
  const own = ada.browser.for(team.id)
  const { id: desktopId } = await inTeam.desktops.create({ name: 'one' })
  const create = () => own.tasks.create({ type: 'command', content: 'true', desktopId })
  const before = await create()
  const changed = await own.account.changeName('  Ada Lovelace ')
  assert.deepEqual([changed.id, changed.name], [ada.id, 'Ada Lovelace'])
  assert.deepEqual((await own.account.session()).user, changed)
  const names = (await inTeam.members.list()).map(({ name }) => name)
  assert.ok(names.includes('Ada Lovelace') && !names.includes('Augusta'), names.join())
  const nameOf = async (id: string) => (await inTeam.tasks.get(id)).createdBy?.name
  assert.equal(await nameOf(before.id), 'Augusta')
  assert.equal(await nameOf((await create()).id), 'Ada Lovelace')
  await assert.rejects(own.account.changeName(' '), refused('invalid_request'))
})
