import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError, type Client } from '@mission-control/client'
import type { ApprovalPayload, Settings, Task, TaskPayload } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { startMailbox } from '../setup/mailbox.ts'
import { addMember, type Member } from '../setup/members.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const mailbox = await startMailbox(wholeFile)
const server = await startServer(wholeFile, {
  ...mailbox.environment('https://fleet.example.org'),
  MISSION_CONTROL_MAIL_FROM: 'mc@example.org',
})
const { client, desktopId } = server
const member = (name: string, role: Parameters<typeof addMember>[2]) =>
  addMember(server, name, role)
const ada = await member('Ada', 'approver')
const bob = await member('Bob', 'approver')
const eve = await member('Eve', 'admin')

const PLAIN: Partial<Settings> = {
  approverRole: 'approver',
  approveOwn: true,
  approvalQuorum: 1,
  approvalReminderSeconds: null,
}

/** With these settings for the time of a test; a task in review, made by the owner. */
async function inReview(
  t: { after(clean: () => unknown): void },
  settings: Partial<Settings> = {},
  by: Pick<Member, 'client'> = { client },
  required?: number,
): Promise<Task> {
  t.after(() => client.settings.update(PLAIN))
  await client.settings.update(settings)
  const task = await finishCommand({ client: by.client, desktopId }, 'true', {
    requiresApproval: true,
    ...(required !== undefined && { approvals: { required } }),
  })
  assert.equal(task.status, 'review')
  return task
}

async function approvalOf({ id }: Task): Promise<string> {
  const approval = (await client.approvals.list()).find(({ taskId }) => taskId === id)
  assert.ok(approval, `there is no pending approval of ${id}`)
  return approval.id
}

/** By the one route or the other. */
const DOORS = {
  'tasks/:id/review': (by: Client, task: Task, decision: 'approve' | 'reject') =>
    by.tasks.review(task.id, { decision }),
  'approvals/:id/resolve': async (by: Client, task: Task, decision: 'approve' | 'reject') =>
    by.approvals.resolve(await approvalOf(task), { decision }),
}

async function refused(call: Promise<unknown>, code: string): Promise<string> {
  const error = await call.then(
    () => assert.fail(`expected ${code}`),
    (error: unknown) => error,
  )
  assert.ok(error instanceof ApiError, `${error}`)
  assert.equal(error.code, code)
  return error.detail
}

const approve = (by: Pick<Member, 'client'>, { id }: Task) =>
  by.client.tasks.review(id, { decision: 'approve' })
const namesIn = ({ approvals }: Pick<Task, 'approvals'>) =>
  approvals?.votes.map(({ name, decision }) => `${name} ${decision}`)
const eventsOf = async ({ id }: Task) =>
  (await client.activity.list({ taskId: id })).reverse().map(({ type }) => type)

for (const [door, decide] of Object.entries(DOORS)) {
  test(`${door}: the first of two approvals leaves it in review, the second makes it done`, async (t) => {
    const task = await inReview(t, { approvalQuorum: 2 })
    assert.deepEqual(task.approvals, { required: 2, given: 0, votes: [] })
    const first = await decide(ada.client, task, 'approve')
    assert.equal(first.status, door.startsWith('tasks') ? 'review' : 'pending')
    const { approvals } = first
    assert.equal(approvals?.required, 2)
    assert.equal(approvals.given, 1)
    assert.equal(approvals.repeated, undefined)
    assert.equal(approvals.votes[0]?.userId, ada.id)
    assert.deepEqual((await client.tasks.get(task.id)).approvals, approvals)
    const listed = (await client.approvals.list()).find(({ taskId }) => taskId === task.id)
    assert.deepEqual(listed?.approvals, approvals)
    const { board } = await client.board.get()
    assert.deepEqual(board.columns.review.find(({ id }) => id === task.id)?.approvals, approvals)

    const again = await decide(await ada.anotherKey(), task, 'approve')
    assert.deepEqual(again.approvals, { ...approvals, repeated: true })

    const second = await decide(bob.client, task, 'approve')
    assert.equal(second.status, door.startsWith('tasks') ? 'done' : 'approved')
    const done = await client.tasks.get(task.id)
    assert.deepEqual(namesIn(done), ['Ada approve', 'Bob approve'])
    assert.equal(done.status, 'done')
    const events = await eventsOf(task)
    assert.deepEqual(events.slice(-3), ['approval.voted', 'approval.resolved', 'task.completed'])
    assert.equal(events.filter((type) => type === 'approval.voted').length, 1)
  })

  test(`${door}: a rejection ends it, also by whoever has approved`, async (t) => {
    const task = await inReview(t, { approvalQuorum: 3 })
    await decide(ada.client, task, 'approve')
    await decide(ada.client, task, 'reject')
    const failed = await client.tasks.get(task.id)
    assert.equal(failed.status, 'failed')
    assert.equal(failed.error?.code, 'rejected')
    assert.deepEqual(namesIn(failed), ['Ada reject'])
    assert.equal(failed.approvals?.required, 3)
    await refused(approve(bob, task), 'status_conflict')
  })
}

test('where one approval is enough, nothing is new but who has given it', async (t) => {
  const task = await inReview(t)
  const done = await approve(ada, task)
  assert.equal(done.status, 'done')
  assert.deepEqual(namesIn(done), ['Ada approve'])
  assert.deepEqual((await eventsOf(task)).slice(-2), ['approval.resolved', 'task.completed'])
  const events = await client.activity.list({ taskId: task.id })
  assert.ok(events.every(({ payload }) => !('approvals' in payload)))
})

test('the event says who has approved, so that boards follow it', async (t) => {
  const task = await inReview(t, { approvalQuorum: 2 })
  const { approvals } = await approve(ada, task)
  const [event] = await client.activity.list({ taskId: task.id, type: 'approval.voted' })
  const payload = event!.payload as ApprovalPayload
  assert.equal(payload.status, 'pending')
  assert.equal(payload.voter, ada.id)
  assert.deepEqual(payload.approvals, approvals)
})

test('a task may ask for more approvals than its workspace, not for fewer, and a rerun asks for as many', async (t) => {
  const more = await inReview(t, { approvalQuorum: 2 }, { client }, 3)
  assert.equal(more.approvals?.required, 3)
  const fewer = await inReview(t, { approvalQuorum: 2 }, { client }, 1)
  assert.equal(fewer.approvals?.required, 2)
  const [again] = await client.tasks.rerun({ ids: [more.id] })
  assert.deepEqual([again?.approvals?.required, again?.approvalsAsked], [3, 3])
  assert.equal(again?.requiresApproval, true)
  const { board } = await client.board.get()
  assert.equal(board.columns.pending.find(({ id }) => id === again.id)?.approvalsAsked, 3)
  const [created] = await client.activity.list({ taskId: again.id, type: 'task.created' })
  const { approvalsAsked } = created!.payload as TaskPayload
  assert.equal(approvalsAsked, 3)
  const { id } = await client.tasks.create({
    type: 'command',
    content: 'true',
    desktopId,
    requiresApproval: false,
    approvals: { required: 2 },
  })
  const asked = await client.tasks.get(id)
  assert.equal(asked.requiresApproval, true)
  assert.equal(asked.approvals?.required, 2)
  for (const required of [0, 6, 1.5, '2']) {
    const json = { type: 'command', content: 'true', desktopId, approvals: { required } }
    const answer = await server.request('/api/mission-control/tasks', { method: 'POST', json })
    assert.equal(answer.status, 400)
    assert.match(await answer.text(), /approvals\.required/)
  }
})

test('of eight approvers who race exactly as many count as are needed, and it ends once', async (t) => {
  const eight = [ada, bob, eve]
  for (let i = 0; i < 5; i++) eight.push(await member(`Racer ${i}`, 'approver'))
  for (const required of [2, 5]) {
    const task = await inReview(t, {}, { client }, required)
    const id = await approvalOf(task)
    const all = await Promise.all(
      eight.map(async ({ client: by }, i) => {
        const answer =
          i % 2 === 0
            ? by.tasks.review(task.id, { decision: 'approve' })
            : by.approvals.resolve(id, { decision: 'approve' })
        return await answer.then(
          ({ status }) => status,
          (error: ApiError) => error.code,
        )
      }),
    )
    assert.equal(all.filter((one) => one === 'status_conflict').length, 8 - required, `${all}`)
    const done = await client.tasks.get(task.id)
    assert.equal(done.status, 'done')
    assert.equal(done.approvals?.given, required)
    assert.equal(new Set(done.approvals.votes.map(({ userId }) => userId)).size, required)
    const events = await eventsOf(task)
    assert.equal(events.filter((type) => type === 'approval.voted').length, required - 1)
    assert.deepEqual(events.slice(-2), ['approval.resolved', 'task.completed'])
    const rows = await Promise.all(
      [task.id, id].map((target) => client.audit.list({ target, outcome: 'ok' })),
    )
    const votes = rows.flat().filter(({ action }) => /^(reviewTask|resolveApproval)$/.test(action))
    assert.equal(votes.length, required)
  }
})

test('a quorum that is lowered while votes are given settles what has enough', async (t) => {
  const task = await inReview(t, { approvalQuorum: 3 })
  const own = await inReview(t, { approvalQuorum: 3 }, { client }, 4)
  for (const each of [task, own]) for (const by of [ada, bob]) await approve(by, each)
  await client.settings.update({ approvalQuorum: 2 })
  const done = await client.tasks.get(task.id)
  assert.equal(done.status, 'done')
  assert.deepEqual(namesIn(done), ['Ada approve', 'Bob approve'])
  const [resolved] = await client.activity.list({ taskId: task.id, type: 'approval.resolved' })
  assert.equal((resolved!.payload as ApprovalPayload).resolvedBy, bob.id)
  // What asks for more by itself stays.
  assert.equal((await client.tasks.get(own.id)).status, 'review')
})

test('a quorum that is raised holds for what is in review, and boards are told', async (t) => {
  const task = await inReview(t, { approvalQuorum: 2 })
  await approve(ada, task)
  await client.settings.update({ approvalQuorum: 3 })
  const [event] = await client.activity.list({ taskId: task.id, type: 'approval.voted', limit: 1 })
  const { approvals, voter } = event!.payload as ApprovalPayload
  assert.equal(voter, undefined)
  assert.deepEqual([approvals?.given, approvals?.required], [1, 3])
  assert.equal((await approve(bob, task)).status, 'review')
  assert.equal((await approve(eve, task)).status, 'done')
})

test('the vote of who has left, or may not approve any more, does not count', async (t) => {
  const gone = await member('Gone', 'approver')
  const lowered = await member('Lowered', 'approver')
  const disabled = await member('Disabled', 'approver')
  const changes = {
    [gone.id]: `delete from memberships where user_id = '${gone.id}'`,
    [lowered.id]: `update memberships set role = 'operator' where user_id = '${lowered.id}'`,
    [disabled.id]: `update users set disabled_at = 1 where id = '${disabled.id}'`,
  }
  for (const voter of [gone, lowered, disabled]) {
    const task = await inReview(t, { approvalQuorum: 2 })
    await approve(voter, task)
    await inDatabase(server.dataDir, changes[voter.id]!)
    // At once, whether or not anybody has looked since.
    assert.equal((await approve(ada, task)).status, 'review')
    const alone = await client.tasks.get(task.id)
    assert.deepEqual(namesIn(alone), ['Ada approve'])
    assert.equal((await approve(bob, task)).status, 'done')
  }
  const task = await inReview(t, { approvalQuorum: 2 })
  const admins = await inReview(t, { approvalQuorum: 2 })
  const last = await member('Last', 'approver')
  await approve(last, task)
  await approve(ada, admins)
  await inDatabase(server.dataDir, `delete from memberships where user_id = '${last.id}'`)
  await waitFor(
    'the vote to be dropped',
    async () => (await client.tasks.get(task.id)).approvals?.given === 0,
  )
  const [event] = await client.activity.list({ taskId: task.id, type: 'approval.voted', limit: 1 })
  assert.equal((event!.payload as ApprovalPayload).approvals?.given, 0)
  await client.settings.update({ approverRole: 'admin' })
  assert.equal((await client.tasks.get(admins.id)).approvals?.given, 0)
})

test('who may approve: the table, by both routes', async (t) => {
  const people = {
    viewer: await member('Viewer', 'viewer'),
    operator: await member('Operator', 'operator'),
    approver: await member('Approver', 'approver'),
    admin: await member('Admin', 'admin'),
  }
  for (const [approverRole, may] of [
    ['approver', ['approver', 'admin']],
    ['admin', ['admin']],
  ] as const) {
    const task = await inReview(t, { approverRole, approvalQuorum: 5 })
    for (const [role, { client: by }] of Object.entries(people)) {
      for (const decide of Object.values(DOORS)) {
        const call = decide(by, task, 'approve')
        if ((may as readonly string[]).includes(role)) await call
        else assert.match(await refused(call, 'not_allowed'), /the scope approvals|admins decide/)
        if (role === 'viewer' || role === 'operator') {
          await refused(decide(by, task, 'reject'), 'not_allowed')
        }
      }
    }
    assert.equal((await client.tasks.get(task.id)).approvals?.given, may.length)
  }
})

test('nobody approves their own: who created, ran or ran it again, by any of their keys', async (t) => {
  const settings = { approveOwn: false, approvalQuorum: 1 }
  const robot = await addMember(server, 'Robot', 'approver', 'service')
  await client.settings.update(settings)
  const gated = { type: 'command', content: 'true', desktopId, requiresApproval: true } as const

  const created = await ada.client.tasks.create(gated)
  await bob.client.tasks.run(created.id)
  const [again] = await eve.client.tasks.rerun({ ids: [created.id], run: true })
  const batch = await ada.client.tasks.createBatch({ tasks: [gated, gated], run: true })
  const reviewed = ({ id }: Task) => ended(client, id)
  const rows: [task: Task, own: Member[], free: Member][] = [
    [await reviewed(created), [ada, bob], eve],
    [await reviewed(again!), [eve], ada],
    [await reviewed(batch[0]!), [ada], bob],
    [await reviewed(batch[1]!), [ada], eve],
    [await inReview(t, settings, bob), [bob], ada],
  ]
  for (const [task, own, free] of rows) {
    for (const { client: by, anotherKey } of own) {
      for (const decide of Object.values(DOORS)) {
        for (const key of [by, await anotherKey()]) {
          assert.match(await refused(decide(key, task, 'approve'), 'own_task'), /their own task/)
        }
      }
    }
    await refused(approve(robot, task), 'own_task')
    assert.equal((await approve(free, task)).status, 'done')
  }
  const rejected = await inReview(t, settings, ada)
  assert.equal(
    (await ada.client.tasks.review(rejected.id, { decision: 'reject' })).status,
    'failed',
  )
})

test("one's own vote is dropped when nobody approves their own from now on", async (t) => {
  const task = await inReview(t, { approvalQuorum: 2 }, ada)
  await approve(ada, task)
  await client.settings.update({ approveOwn: false })
  assert.equal((await client.tasks.get(task.id)).approvals?.given, 0)
  await approve(bob, task)
  assert.equal((await approve(eve, task)).status, 'done')
})

test('an approval that waits longer than the setting says is called to mind, once, and by e-mail', async (t) => {
  const emailOf = {
    [ada.id]: 'ada@example.org',
    [(await member('Idle', 'operator')).id]: 'idle@example.org',
  }
  for (const [id, email] of Object.entries(emailOf)) {
    await inDatabase(server.dataDir, `update users set email = '${email}' where id = '${id}'`)
  }
  const early = await inReview(t)
  assert.deepEqual(await client.activity.list({ type: 'approval.reminded' }), [])
  await client.settings.update({ approvalReminderSeconds: 1 })
  const late = await inReview(t, { approvalReminderSeconds: 1 })
  const remindedOf = async ({ id }: Task) =>
    (await client.activity.list({ type: 'approval.reminded', taskId: id })).length
  await waitFor(
    'a reminder',
    async () => (await remindedOf(late)) === 1 && (await remindedOf(early)) === 1,
  )
  // Whatever the next looks bring.
  const next = await inReview(t, { approvalReminderSeconds: 1 })
  await waitFor('a reminder', async () => (await remindedOf(next)) === 1)
  assert.deepEqual([await remindedOf(early), await remindedOf(late)], [1, 1])
  const { to, text } = await mailbox.next()
  assert.deepEqual(to, ['ada@example.org'], 'only to those who decide')
  assert.match(text, /for a decision in the workspace "Personal"\./)
  assert.match(text, /https:\/\/fleet\.example\.org\/approvals\n/)
})

test('what no role and no number is, is refused', async () => {
  for (const json of [
    { approvalQuorum: 0 },
    { approvalQuorum: 6 },
    { approverRole: 'operator' },
    { approveOwn: 'no' },
    { approvalReminderSeconds: 0 },
  ]) {
    const settings = { method: 'PATCH', json }
    const answer = await server.request('/api/mission-control/settings', settings)
    assert.equal(answer.status, 400, JSON.stringify(json))
  }
})
