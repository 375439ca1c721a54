import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PermissionRule } from '@mission-control/protocol'
import type { Up } from '@mission-control/protocol/runner'
import { putSetup } from '../src/agents/put-setup.ts'
import { openSecrets } from '../src/agents/stored.ts'
import { resolveApproval } from '../src/approvals/resolve.ts'
import { findKeyCaller } from '../src/auth/api-keys.ts'
import { createApiKey } from '../src/auth/create-api-key.ts'
import { rotateApiKey } from '../src/auth/rotate-api-key.ts'
import { changeSettings } from '../src/change-settings.ts'
import { clearChat } from '../src/chat/clear.ts'
import { sendMessage } from '../src/chat/send.ts'
import type { Core } from '../src/core.ts'
import { endTasksOfRemoved } from '../src/desktops/end-tasks.ts'
import { moveToWorkspace } from '../src/desktops/move.ts'
import { removeDesktop } from '../src/desktops/remove.ts'
import { deleteWorkspace } from '../src/people/delete-workspace.ts'
import { removeMember } from '../src/people/members.ts'
import { createWorkspace } from '../src/people/workspaces.ts'
import { setRules } from '../src/permissions/rules.ts'
import { DesktopClock } from '../src/runners/desktop-clock.ts'
import { takeIn } from '../src/runners/intake.ts'
import { loseRuns } from '../src/runners/lose.ts'
import { OpenQuestions } from '../src/runners/open-questions.ts'
import { indexSome } from '../src/search/index-tasks.ts'
import { Steps } from '../src/search/steps.ts'
import { findAgentSetup } from '../src/store/agent-setups.ts'
import { listUnanswered } from '../src/store/chat.ts'
import { doing } from '../src/store/deed.ts'
import { findDesktop, findSeen, updateDesktop } from '../src/store/desktops.ts'
import { hold } from '../src/store/locks.ts'
import { putMembership } from '../src/store/memberships.ts'
import { listOpenOnDesktop } from '../src/store/permissions.ts'
import { listDue } from '../src/store/search-index.ts'
import { findTask } from '../src/store/tasks.ts'
import { readSettings } from '../src/store/workspaces.ts'
import { cancelTask } from '../src/tasks/cancel.ts'
import { createTask } from '../src/tasks/create.ts'
import { removeTask } from '../src/tasks/remove.ts'
import { reviewTask } from '../src/tasks/review.ts'
import { runTask } from '../src/tasks/run.ts'
import { peopleAt, type Race } from './locks-people.ts'
import { startSeveral } from './setup/several.ts'

const { cores, owners, newDesktop, race, bothOf } = await startSeveral(2)
const [one, other] = cores as [Core, Core]
const owner = { ...owners[0]!, role: 'admin' as const }
const { asking, newAdmin, racesOfPeople } = peopleAt(one, owner)

const codeOf = (settled: PromiseSettledResult<unknown>) =>
  settled.status === 'fulfilled' ? null : (settled.reason.problem?.code ?? settled.reason)

async function newTask(type: 'command' | 'prompt' = 'command', requiresApproval = false) {
  const desktopId = await newDesktop()
  const task = { type, content: 'true', desktopId, requiresApproval }
  const { id } = await createTask(one, owner, task)
  return { id, desktopId }
}

/** A task whose run has begun. */
async function running(type: 'command' | 'prompt' = 'command', requiresApproval = false) {
  const task = await newTask(type, requiresApproval)
  await runTask(one, owner, task.id)
  const { run_id } = (await findTask(one.store.db, owner.workspaceId, task.id))!
  const runId = run_id!
  await says(one, task.desktopId, { type: 'started', runId, at: 1 })
  return { ...task, runId }
}

async function inReview() {
  const { id, desktopId, runId } = await running('command', true)
  await says(one, desktopId, {
    type: 'ended',
    runId,
    at: 2,
    seq: 0,
    end: { kind: 'exited', exitCode: 0 },
  })
  return id
}

/** What comes over the desktop's connection to a server. */
async function says(core: Core, desktopId: string, message: Up) {
  const desktop = (await findDesktop(core.store.db, owner.workspaceId, desktopId))!
  const questions = new OpenQuestions(desktopId)
  const terms = { minute: 0, outputLimit: 1000, questions, clock: new DesktopClock() }
  return await takeIn(core, desktop, [message] as never, terms, () => undefined)
}

/** Moves the desktop to a new workspace. */
async function moving(desktopId: string) {
  const by = asking(owner.userId)
  const { id } = await createWorkspace(one, by, 'Team')
  return (core: Core) => moveToWorkspace(core, by, desktopId, id)
}

/** Two that exclude each other come to two servers at once: the first counts, the second hears why not. */
const ONE_WINS: Race[] = [
  ...racesOfPeople,
  [
    'a task that is run twice',
    'status_conflict',
    async () => {
      const { id } = await newTask()
      const run = (core: Core) => runTask(core, owner, id)
      return [run, run]
    },
  ],
  [
    'a result that is approved and rejected',
    'status_conflict',
    async () => {
      const id = await inReview()
      return [
        (core) => reviewTask(core, owner, id, { decision: 'approve' }),
        (core) => reviewTask(core, owner, id, { decision: 'reject' }),
      ]
    },
  ],
  [
    'a task that is cancelled and run',
    'status_conflict',
    async () => {
      const { id } = await newTask()
      return [(core) => cancelTask(core, owner, id), (core) => runTask(core, owner, id)]
    },
  ],
  [
    'a task that is deleted twice',
    'task_not_found',
    async () => {
      const id = await inReview()
      await reviewTask(one, owner, id, { decision: 'approve' })
      const remove = (core: Core) => removeTask(core, owner, id)
      return [remove, remove]
    },
  ],
  [
    'a desktop that moves, and a run that is accepted for it',
    'desktop_unavailable',
    async () => {
      const { id, desktopId } = await newTask()
      return [await moving(desktopId), (core) => runTask(core, owner, id)]
    },
  ],
  [
    'a run that is accepted, and its desktop that is to move',
    'desktop_busy',
    async () => {
      const { id, desktopId } = await newTask()
      return [(core) => runTask(core, owner, id), await moving(desktopId)]
    },
  ],
  [
    'a message to an agent, and its desktop that is to move',
    'desktop_busy',
    async () => {
      const desktopId = await newDesktop()
      return [(core) => sendMessage(core, owner, desktopId, 'Hello.'), await moving(desktopId)]
    },
  ],
  [
    'a desktop that moves to two workspaces',
    'desktop_not_found',
    async () => {
      const desktopId = await newDesktop()
      return [await moving(desktopId), await moving(desktopId)]
    },
  ],
  [
    'a workspace that is deleted, and a desktop that is to move there',
    'workspace_not_found',
    async () => {
      const desktopId = await newDesktop()
      const by = asking(owner.userId)
      const { id: workspaceId } = await createWorkspace(one, by, 'Brief')
      return [
        (core) => deleteWorkspace(core, { ...by, workspaceId }, 'Brief'),
        (core) => moveToWorkspace(core, by, desktopId, workspaceId),
      ]
    },
  ],
  [
    'the last place in a chat',
    'chat_full',
    async () => {
      const desktopId = await newDesktop()
      for (let i = 0; i < 100; i++) await sendMessage(one, owner, desktopId, 'Hello.')
      const send = (core: Core) => sendMessage(core, owner, desktopId, 'Hello.')
      return [send, send]
    },
  ],
]

for (const [what, code, prepare] of ONE_WINS) {
  test(`of two servers one decides, and the other says why not: ${what}`, async () => {
    const [first, second] = await prepare()
    assert.deepEqual((await race(first!, second!)).map(codeOf), [null, code])
  })
}

const ALLOWED: PermissionRule = { tool: 'shell', decision: 'allow' }
const asks = (runId: string): Up => ({
  type: 'permission',
  runId,
  requestId: '1',
  at: 1,
  tool: 'shell',
  title: 'ls',
  input: { command: 'ls' },
  subject: { kind: 'command', forms: ['ls'] },
  options: ['once', 'always', 'no'],
})

for (const isRuleFirst of [true, false]) {
  const order = isRuleFirst ? 'the rule first' : 'the question first'
  test(`no question is left that a rule decides which came to another server at the same time: ${order}`, async () => {
    const { desktopId, runId } = await running('prompt')
    const rule = (core: Core) => setRules(core, owner, desktopId, [ALLOWED])
    const question = (core: Core) => says(core, desktopId, asks(runId))
    const settled = isRuleFirst ? await race(rule, question) : await race(question, rule)
    assert.deepEqual(settled.map(codeOf), [null, null])
    assert.deepEqual(await listOpenOnDesktop(one.store.db, owner.workspaceId, desktopId), [])
  })
}

test('no question is left that an answer for good decides which came to another server at the same time', async () => {
  const { desktopId, runId } = await running('prompt')
  await says(one, desktopId, asks(runId))
  const [open] = await listOpenOnDesktop(one.store.db, owner.workspaceId, desktopId)
  const settled = await race(
    (core) => resolveApproval(core, owner, open!.id, { decision: 'approve', remember: true }),
    (core) => says(core, desktopId, { ...asks(runId), requestId: '2' } as Up),
  )
  assert.deepEqual(settled.map(codeOf), [null, null])
  assert.deepEqual(await listOpenOnDesktop(one.store.db, owner.workspaceId, desktopId), [])
})

test('a set-up that keeps its key keeps the one that another server has just stored', async () => {
  const desktopId = await newDesktop()
  await one.store.write((tx) => updateDesktop(tx, desktopId, { protocol: 7 }))
  const chat = { kind: 'chat', baseUrl: 'http://127.0.0.1:1/v1' } as const
  await putSetup(one, owner, desktopId, { ...chat, apiKey: 'the old key' })
  const settled = await race(
    (core) => putSetup(core, owner, desktopId, { ...chat, apiKey: 'the new key' }),
    (core) => putSetup(core, owner, desktopId, { ...chat, model: 'another' }),
  )
  assert.deepEqual(settled.map(codeOf), [null, null])
  const row = (await findAgentSetup(one.store.db, desktopId))!
  assert.match(row.shown, /another/)
  assert.equal(openSecrets(one, row).apiKey, 'the new key')
})

test('a key that is rotated at two servers at once is good by both of its new values', async () => {
  const by = asking(owner.userId)
  const { id } = await createApiKey(one, by, { name: 'rotated' })
  const values: string[] = []
  const rotate = async (core: Core) => {
    const { key } = await rotateApiKey(core, by, id, 60)
    values.push(key)
  }
  assert.deepEqual((await race(rotate, rotate)).map(codeOf), [null, null])
  for (const value of values) {
    assert.equal((await findKeyCaller(one, value, '127.0.0.1'))?.caller.credentialId, id)
  }
})

test('a task that changes or is indexed at one server is indexed by another as it is then', async () => {
  const index = (core: Core) => indexSome(core.store, new Steps(core.store))
  while (await index(one));
  const { id } = await newTask()
  const isDue = async () => (await listDue(one.store.db, 100)).some((task) => task.id === id)
  assert.ok(await isDue())
  await bothOf(index)
  assert.ok(!(await isDue()))

  const { id: changed } = await newTask()
  await race((core) => cancelTask(core, owner, changed), index)
  assert.deepEqual(
    (await listDue(one.store.db, 100)).map((task) => [task.id, task.status]),
    [[changed, 'cancelled']],
  )
})

test('a run that is accepted while its desktop is removed elsewhere comes to its end', async () => {
  const { id, desktopId } = await newTask()
  await race(
    (core) => removeDesktop(core, owner.workspaceId, desktopId),
    (core) => runTask(core, owner, id),
  )
  await endTasksOfRemoved(one, 1_000)
  const { status } = (await findTask(one.store.db, owner.workspaceId, id))!
  assert.ok(['failed', 'cancelled'].includes(status), status)
})

test('a desktop that has come back to one server keeps the runs that another would give up', async () => {
  const { id, desktopId } = await running()
  await one.store.write((tx) => updateDesktop(tx, desktopId, { connected: 0, last_seen_at: 1 }))
  const seen = (await findSeen(one.store.db, desktopId))!
  await race(
    (core) =>
      core.store.write(async (tx) => {
        await hold(tx, 'desktop', desktopId)
        await updateDesktop(tx, desktopId, { connected: 1, last_seen_at: core.now() })
      }),
    (core) => loseRuns(core, [seen]),
  )
  assert.equal((await findTask(one.store.db, owner.workspaceId, id))?.status, 'running')
})

/** What changes the workspace's own row. */
const CHANGES_WORKSPACE: [what: string, change: (core: Core) => Promise<unknown>][] = [
  [
    'a setting that changes',
    (core) => changeSettings(core, owner, { permissionTimeoutSeconds: 60 }),
  ],
  [
    'the desktop that is removed, of whose agent new ones get a copy',
    async (core) => {
      const { agentFrom } = await readSettings(core.store.db, owner.workspaceId)
      return await removeDesktop(core, owner.workspaceId, agentFrom!)
    },
  ],
]

for (const [what, change] of CHANGES_WORKSPACE)
  test(`${what} while a task is created elsewhere holds neither up`, async () => {
    const desktopId = await newDesktop()
    const original = await newDesktop()
    await one.store.write((tx) => updateDesktop(tx, original, { protocol: 7 }))
    await putSetup(one, owner, original, { kind: 'acp', preset: 'opencode' })
    await changeSettings(one, owner, { agentFrom: original })
    let times = 0
    const asked = (core: Core, work: () => Promise<unknown>) => {
      const by = { doer: owner, target: null, address: null, userAgent: null }
      return doing({ ...by, action: 'test', at: core.now() }, work)
    }
    const create = (core: Core) =>
      createTask(core, owner, { type: 'command', content: 'true', desktopId })
    // So that there is a log.
    await asked(one, () => create(one))
    const settled = await race(
      (core) => {
        times++
        return asked(core, () => change(core))
      },
      (core) =>
        asked(core, () =>
          core.store.jointly(async () => {
            times++
            return await create(core)
          }),
        ),
    )
    assert.deepEqual(settled.map(codeOf), [null, null])
    // Where two wait for each other, one is undone and begins anew.
    assert.equal(times, 2)
  })

test('a cancel waits for the word of the desktop, also of one that has moved to another workspace', async () => {
  const { id, desktopId } = await running()
  await (await moving(desktopId))(one)
  await one.store.write((tx) => updateDesktop(tx, desktopId, { connected: 1 }))
  assert.equal((await cancelTask(one, owner, id)).status, 'running')
})

test('a chat that is cleared at one server while another takes a message has that message, or none', async () => {
  const desktopId = await newDesktop()
  await sendMessage(one, owner, desktopId, 'before')
  const [, sent] = await race(
    (core) => clearChat(core, owner, desktopId),
    (core) => sendMessage(core, owner, desktopId, 'after'),
  )
  assert.equal(codeOf(sent), null)
  const [left, ...more] = await listUnanswered(other.store.db, desktopId)
  const message = await findTask(other.store.db, owner.workspaceId, left!.id)
  assert.deepEqual([message?.content, message?.status, more], ['after', 'running', []])
})

test('a decision is judged by the role of its moment, not by the one that the request came in with', async () => {
  const { id: userId } = await newAdmin(owner.workspaceId)
  const task = await inReview()
  const membership = { workspace_id: owner.workspaceId, user_id: userId, created_at: 1 }
  const decide = () => reviewTask(one, asking(userId), task, { decision: 'approve' })
  await other.store.write((tx) => putMembership(tx, { ...membership, role: 'operator' }))
  await assert.rejects(decide(), /your role is operator/)
  await removeMember(other, owner.workspaceId, userId)
  await assert.rejects(decide(), /not a member of this workspace any more/)
})
