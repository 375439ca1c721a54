import {
  type FailureCode,
  fail,
  type Problem,
  ProblemError,
  type Task,
  type TaskStatus,
} from '@mission-control/protocol'
import { OnlyHere } from '../bus/bus.ts'
import { type Core, transact } from '../core.ts'
import { toAgent } from '../desktops/present.ts'
import { newId } from '../ids.ts'
import { audit } from '../store/audit.ts'
import { actorOf } from '../store/deed.ts'
import { findDesktop, nextDispatch } from '../store/desktops.ts'
import { keepActor } from '../store/kept-actor.ts'
import { insertRun, type NewRun, type RunOfTask } from '../store/runs.ts'
import type { DesktopRow, TaskRow, Tx } from '../store/schema.ts'
import { setTaskError, type TaskView } from '../store/tasks.ts'
import { withEach } from '../store/together.ts'
import { insertTrace } from '../store/traces.ts'
import { getsKey, type Starter } from './agent-key.ts'
import type { Created } from './create.ts'
import { holdTask, refuseChat } from './find.ts'
import { moveTask } from './move.ts'
import { ownersWith } from './owners.ts'
import { toTask } from './present.ts'

/** Accepts a pending task's run: from now on it will be started once, whatever restarts meanwhile. */
export async function runTask(core: Core, caller: Starter, id: string): Promise<Task> {
  // Read before the transaction, which requests share.
  const traceparent = core.tracer.current()
  const { task, run } = await transact(core, caller.workspaceId, async (tx) => {
    const seen = await holdTask(tx, caller.workspaceId, id)
    refuseChat(seen, 'it runs by itself when its turn comes')
    // The status comes first: a task that has run is a conflict, whatever its desktop does now.
    if (seen.status === 'pending') {
      const desktop = await findDesktop(tx, seen.workspace_id, seen.desktop_id)
      requireReady(desktop, seen, 'The task stays pending.')
    }
    const started = await startRun(tx, seen, core.now(), { traceparent, caller })
    audit(tx, caller, { action: 'runTask', target: id })
    return started
  })
  handOver(core, run)
  return toTask(task)
}

/** Call it once the run is committed: its desktop is sent it. */
export function handOver({ bus }: Core, run: RunOfTask): void {
  bus.publish('desktop', run.desktop_id, { kind: 'dispatch', run: new OnlyHere(run) })
}

/** A task that runs, and its run. */
export interface Started {
  task: TaskView
  run: RunOfTask
}

/**
 * Gives the task a run of its own, which is to be handed over once this is committed. Throws where the task or
 * its desktop is no longer as it was seen: then all of it has to be undone.
 */
export async function startRun(
  tx: Tx,
  seen: TaskRow,
  at: number,
  { traceparent, caller }: { traceparent?: string | undefined; caller?: Starter } = {},
): Promise<Started> {
  const id = newId('run')
  const changes = {
    started_at: at,
    started_by: keepActor(actorOf(tx)),
    run_id: id,
    error_code: null,
    error_message: null,
    ...(caller && { user_id: caller.userId, owners: await ownersWith(tx, seen, caller) }),
  }
  const [dispatch, task] = await Promise.all([
    nextDispatch(tx, seen.workspace_id, seen.desktop_id),
    moveTask(tx, seen, { action: 'run', at, changes }),
  ])
  // A desktop that was there a moment ago may have moved to another workspace.
  if (dispatch === undefined) unavailable(undefined, 'The task stays pending.')
  const run = {
    id,
    task_id: task.id,
    desktop_id: task.desktop_id,
    dispatch,
    created_at: at,
    queued_at: task.waiting === 'desktop_offline' ? at : null,
    with_key: (await getsKey(tx, task, caller)) ? 1 : 0,
  }
  await insertRun(tx, run)
  if (traceparent !== undefined) await insertTrace(tx, id, traceparent)
  return { task, run: asFound(run, task) }
}

/** The run as whoever looks for it finds it, once it is added and its task has moved. */
function asFound(run: NewRun, task: TaskRow): RunOfTask {
  const { workspace_id, content, status, cancel_requested_at, run_id, type, chat } = task
  const { timeout_seconds, grace_seconds } = task
  return {
    ...run,
    ...{ started_at: null, ended_at: null, abandoned: 0, seq: 0 },
    ...{ stdout_bytes: 0, stderr_bytes: 0, system_bytes: 0, agent_bytes: 0 },
    ...{ workspace_id, content, status, cancel_requested_at, run_id, type, chat },
    ...{ timeout_seconds, grace_seconds },
  }
}

export type RunOutcome = { id: string; status: TaskStatus } | { id: string; error: Problem }

/** Runs each task by itself: one that cannot start doesn't keep the others from it. */
export async function runTasks(core: Core, caller: Starter, ids: string[]): Promise<RunOutcome[]> {
  return await Promise.all(
    ids.map(async (id): Promise<RunOutcome> => {
      try {
        return { id, status: (await runTask(core, caller, id)).status }
      } catch (error) {
        if (error instanceof ProblemError) return { id, error: error.problem }
        throw error
      }
    }),
  )
}

/**
 * Creates tasks and runs them, in one transaction that locks their desktops first. What can't start stays
 * pending and says why.
 */
export async function runNew(
  core: Core,
  caller: Starter,
  create: (tx: Tx) => Promise<Created>,
): Promise<Task[]> {
  const traceparent = core.tracer.current()
  const outcomes = await transact(core, caller.workspaceId, async (tx) => {
    const { tasks, desktops } = await create(tx)
    const at = core.now()
    return await withEach(tx, tasks, async (task): Promise<Outcome> => {
      const refusal = refusalOf(desktops.get(task.desktop_id), task)
      if (refusal) return { task: await noteRefusal(tx, task, refusal) }
      const started = await startRun(tx, task, at, { traceparent, caller })
      audit(tx, caller, { action: 'runTask', target: task.id })
      return started
    })
  })
  for (const { run } of outcomes) if (run) handOver(core, run)
  return outcomes.map(({ task }) => toTask(task))
}

/** Without a run the task couldn't start. */
type Outcome = Pick<Started, 'task'> & Partial<Started>

function refusalOf(desktop: DesktopRow | undefined, task: TaskRow): Problem | undefined {
  try {
    requireReady(desktop, task, 'The task stays pending.')
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
}

async function noteRefusal(tx: Tx, task: TaskView, { code, detail }: Problem): Promise<TaskView> {
  const error = { error_code: code as FailureCode, error_message: detail }
  await setTaskError(tx, task.id, error)
  return { ...task, ...error }
}

/** Throws unless the task's desktop could take it now; `otherwise`: what becomes of it then. */
export function requireReady(
  desktop: DesktopRow | undefined,
  task: Pick<TaskRow, 'type'>,
  otherwise: string,
): asserts desktop {
  if (desktop?.status !== 'running') unavailable(desktop, otherwise)
  if (task.type === 'prompt' && desktop.agent_ready === 0) {
    fail(
      'agent_not_ready',
      `The desktop "${desktop.name}" has no agent that is ready for prompts${whyNot(desktop)}. ${otherwise}`,
    )
  }
}

/** What the agent's last probe has found, if there is one at all. */
function whyNot({ agent }: DesktopRow): string {
  const problem = toAgent(agent)?.problem
  return problem ? ` (${problem.replace(/\.$/, '')})` : ''
}

function unavailable(desktop: DesktopRow | undefined, otherwise: string): never {
  const state = desktop
    ? `the desktop "${desktop.name}" is ${desktop.status}`
    : 'the desktop was removed, or moved to another workspace'
  fail('desktop_unavailable', `Can't run this: ${state}, expected it to be running. ${otherwise}`)
}
