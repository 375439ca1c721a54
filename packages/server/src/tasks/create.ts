import {
  DEFAULT_GRACE_SECONDS,
  type FieldError,
  fail,
  type NewTask,
  type Task,
} from '@mission-control/protocol'
import { type Caller, type Core, transact } from '../core.ts'
import { newId } from '../ids.ts'
import { appendActivity } from '../store/activity.ts'
import { audit } from '../store/audit.ts'
import { actorOf } from '../store/deed.ts'
import { findDesktops } from '../store/desktops.ts'
import { keepActor } from '../store/kept-actor.ts'
import { hold } from '../store/locks.ts'
import type { DesktopRow, TaskRow, Tx } from '../store/schema.ts'
import { findTask, insertTasks, type TaskView } from '../store/tasks.ts'
import { withEach } from '../store/together.ts'
import { readSettings } from '../store/workspaces.ts'
import type { Starter } from './agent-key.ts'
import { ownersWith } from './owners.ts'
import { toTask, toTaskPayload } from './present.ts'
import { runNew } from './run.ts'
import { earlierOf, FIRST_TRY } from './tries.ts'

/** Creates one task. Creating never starts. */
export async function createTask(core: Core, caller: Caller, task: NewTask): Promise<Task> {
  const terms = { at: core.now, pathOf: (_: number, field: string) => field, isRun: false }
  const [created] = await keepNew(core, caller, (tx) => createAll(tx, caller, [task], terms))
  return created!
}

/** Creates many tasks, all or none, in the given order; `isRun`: runs them as well. */
export async function createTasks(
  core: Core,
  caller: Starter,
  tasks: NewTask[],
  isRun = false,
): Promise<Task[]> {
  const pathOf = (i: number, field: string) => `tasks.${i}.${field}`
  const terms = { at: core.now, pathOf, isRun }
  const way = isRun ? runNew : keepNew
  return await way(core, caller, (tx) => createAll(tx, caller, tasks, terms))
}

/** Creates tasks, and leaves it at that. */
export async function keepNew(
  core: Core,
  caller: Caller,
  create: (tx: Tx) => Promise<Created>,
): Promise<Task[]> {
  const { tasks } = await transact(core, caller.workspaceId, create)
  return tasks.map(toTask)
}

interface Terms {
  at: () => number
  /** Where the request names what its task number `i` is made of. */
  pathOf: (i: number, field: 'desktopId' | 'rerunOf') => string
  /** They are run in the same transaction, so their desktops are locked. */
  isRun: boolean
}

/** New tasks, and the desktops that they are for, by id. */
export interface Created {
  tasks: TaskView[]
  desktops: Map<string, DesktopRow>
}

export async function createAll(
  tx: Tx,
  caller: Caller,
  tasks: NewTask[],
  { at: now, pathOf, isRun }: Terms,
): Promise<Created> {
  const at = now()
  const wanted = [...new Set(tasks.map((task) => task.desktopId))]
  const [, known, { requireApproval, approvalQuorum: quorum }] = await Promise.all([
    // Sent first, so the others find what is locked.
    isRun && withEach(tx, wanted, (id) => hold(tx, 'desktop', id)),
    findDesktops(tx, caller.workspaceId, wanted),
    readSettings(tx, caller.workspaceId),
  ])
  const desktops = requireAll(known, tasks, (i) => pathOf(i, 'desktopId'))
  const tries = await earlierOf(tx, caller.workspaceId, tasks, (i) => pathOf(i, 'rerunOf'))
  const parent = await parentOf(tx, caller)
  const review = {
    isAsked: requireApproval || parent?.requires_approval === 1,
    least: parent?.approvals_asked ?? null,
  }
  const owners = await ownersWith(tx, undefined, caller)
  const batch_id = tasks.length > 1 ? newId('batch') : null
  const created = tasks.map((task, i) => {
    const desktop = desktops.get(task.desktopId) as DesktopRow
    return { ...newRow(tx, caller, task, desktop, review, at), ...tries[i], batch_id, owners }
  })
  await insertTasks(tx, created)
  audit(tx, caller, { target: batch_id ?? created[0]!.id })
  await appendActivity(
    tx,
    caller.workspaceId,
    at,
    created.map((row) => ({ type: 'task.created', payload: toTaskPayload(row, null) })),
  )
  const seen = { waiting: null, rerun_as: null, quorum }
  return { tasks: created.map((row) => ({ ...row, ...seen })), desktops }
}

/** The task whose agent asks for others: what it has others do is reviewed as its own work is. */
async function parentOf(tx: Tx, { workspaceId, actor }: Caller): Promise<TaskRow | undefined> {
  return actor.kind === 'agent' ? await findTask(tx, workspaceId, actor.id) : undefined
}

/** Every task must name a known desktop; the error names each that doesn't. */
function requireAll(
  known: Map<string, DesktopRow>,
  tasks: NewTask[],
  pathOf: (i: number) => string,
): Map<string, DesktopRow> {
  const errors = tasks.flatMap(({ desktopId }, i): FieldError[] => {
    if (known.has(desktopId)) return []
    return [
      {
        path: pathOf(i),
        message: `expected one of your desktops, got ${JSON.stringify(desktopId)}`,
      },
    ]
  })
  if (errors.length === 0) return known
  return fail(
    'unknown_desktop',
    'desktopId must name one of your desktops; GET /api/desktops lists them.',
    errors,
  )
}

/** What is asked of a task's review, whatever it says itself. */
interface LeastReview {
  isAsked: boolean
  /** How many have to approve at least; null: as many as its workspace says. */
  least: number | null
}

export const NO_REVIEW: LeastReview = { isAsked: false, least: null }

/** The task as it is before anything has happened to it. */
export function newRow(
  tx: Tx,
  caller: Caller,
  task: NewTask,
  desktop: DesktopRow,
  { isAsked, least }: LeastReview,
  at: number,
): TaskRow {
  const asked = task.approvals?.required ?? null
  const { timeoutSeconds = desktop.default_timeout_seconds, graceSeconds = DEFAULT_GRACE_SECONDS } =
    task
  return {
    id: newId('task'),
    workspace_id: caller.workspaceId,
    desktop_id: task.desktopId,
    type: task.type,
    content: task.content,
    status: 'pending',
    requires_approval: task.requiresApproval || task.approvals || isAsked ? 1 : 0,
    approvals_asked: asked === null || least === null ? (asked ?? least) : Math.max(asked, least),
    approvals_needed: null,
    votes: null,
    owners: null,
    timeout_seconds: timeoutSeconds,
    grace_seconds: graceSeconds,
    output_removed_at: null,
    created_at: at,
    started_at: null,
    completed_at: null,
    cancel_requested_at: null,
    run_id: null,
    process_started_at: null,
    process_ended_at: null,
    review_started_at: null,
    exit_code: null,
    error_code: null,
    error_message: null,
    result: null,
    usage: null,
    feedback: null,
    ...FIRST_TRY,
    batch_id: null,
    user_id: caller.userId,
    from_task: caller.actor.kind === 'agent' ? caller.actor.id : null,
    created_by: keepActor(actorOf(tx)),
    started_by: null,
    chat: 0,
  }
}
