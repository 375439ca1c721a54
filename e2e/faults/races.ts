import assert from 'node:assert/strict'
import { ApiError } from '@mission-control/client'
import { type TaskStatus, transition } from '@mission-control/protocol'
import { ended } from '../setup/tasks.ts'
import type { Fault } from './harness/fault.ts'
import type { Random } from './harness/random.ts'
import { Site } from './harness/site.ts'

const CLIENTS = 16
/** Histories that are made side by side. */
const AT_ONCE = 10

type Call = 'run' | 'cancel' | 'approve' | 'reject' | 'resolve'
const CALLS: readonly Call[] = ['run', 'run', 'cancel', 'approve', 'reject', 'resolve']

export const races: Fault = {
  title: '16 clients that run, cancel, review and resolve one task leave a history that can be',
  rounds: { full: 1000, short: 4 },
  async prepare(scope) {
    const site = await Site.start(scope)
    return async (random) => {
      await Promise.all(Array.from({ length: AT_ONCE }, () => history(site, random)))
    }
  },
}

/** What 16 clients do to one gated task, each without knowing of the others. */
async function history({ client, desktop }: Site, random: Random): Promise<void> {
  const { id } = await client.tasks.create({
    type: 'command',
    content: random.pick(['true', 'true', 'exit 1']),
    desktopId: desktop.id,
    requiresApproval: random.chance(0.7),
  })
  const won: Call[] = []
  const act = async (call: Call) => {
    try {
      await carryOut(call)
      won.push(call)
    } catch (error) {
      assert.ok(error instanceof ApiError && error.code === 'status_conflict', `${call}: ${error}`)
    }
  }
  async function carryOut(call: Call): Promise<void> {
    if (call === 'run') await client.tasks.run(id)
    else if (call === 'cancel') await client.tasks.cancel(id)
    else if (call === 'resolve') {
      const approval = (await client.approvals.list()).find(({ taskId }) => taskId === id)
      if (approval === undefined) throw refusedAsConflict()
      await client.approvals.resolve(approval.id, { decision: 'approve' })
    } else await client.tasks.review(id, { decision: call })
  }
  const calls = Array.from({ length: CLIENTS }, () => random.pick(CALLS))
  await Promise.all([act('run'), ...calls.map(act)])
  const waits = await ended(client, id)
  if (waits.status === 'review') await Promise.all(calls.map(act))
  if ((await client.tasks.get(id)).status === 'review') await act('approve')
  await judgeHistory({ client }, id, won)
}

/** There is nothing to resolve: as the server would say. */
function refusedAsConflict(): ApiError {
  return new ApiError({ status: 409, code: 'status_conflict', detail: '' })
}

const STATUS_OF: Record<string, TaskStatus> = {
  'task.started': 'running',
  'task.review': 'review',
  'task.completed': 'done',
  'task.failed': 'failed',
  'task.cancelled': 'cancelled',
}

/** The told statuses follow one another by the state machine, and each winner is one of the steps. */
async function judgeHistory({ client }: Pick<Site, 'client'>, id: string, won: Call[]) {
  const events = await client.activity.list({ taskId: id, after: 0 })
  const statuses = events.flatMap(({ type }) => STATUS_OF[type] ?? [])
  let status: TaskStatus = 'pending'
  const told = statuses.join(' → ')
  for (const next of statuses) {
    assert.ok(follows(status, next), `${status} → ${next} in ${told}`)
    status = next
  }
  const task = await client.tasks.get(id)
  assert.equal(task.status, status, told)
  const count = (...calls: Call[]) => won.filter((call) => calls.includes(call)).length
  assert.ok(count('run') <= 1, `${count('run')} runs of ${told}`)
  assert.equal(count('run'), statuses.includes('running') ? 1 : 0, told)
  assert.equal(count('approve', 'reject', 'resolve'), reviewedIn(statuses), told)
  assert.equal(status === 'cancelled', count('cancel') > 0, told)
}

function follows(from: TaskStatus, to: TaskStatus): boolean {
  return (['run', 'cancel', 'succeed', 'fail', 'approve', 'reject'] as const).some((action) =>
    [true, false].some((gated) =>
      [true, false].some((cancelRequested) => {
        const next = transition({ status: from, gated, cancelRequested }, action)
        return next.ok && next.status === to
      }),
    ),
  )
}

const reviewedIn = (statuses: TaskStatus[]) =>
  statuses[statuses.indexOf('review') + 1] !== undefined && statuses.includes('review') ? 1 : 0
