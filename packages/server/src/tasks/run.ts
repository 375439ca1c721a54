import {
  fail,
  type Problem,
  ProblemError,
  type Task,
  type TaskStatus,
} from '@mission-control/protocol'
import { type Core, transact } from '../core.ts'
import { toAgent } from '../desktops/present.ts'
import { newId } from '../ids.ts'
import { audit } from '../store/audit.ts'
import { actorOf } from '../store/deed.ts'
import { findDesktop, nextDispatch } from '../store/desktops.ts'
import { keepActor } from '../store/kept-actor.ts'
import { insertRun } from '../store/runs.ts'
import type { DesktopRow, TaskRow, Tx } from '../store/schema.ts'
import { setTaskError, type TaskView } from '../store/tasks.ts'
import { insertTrace } from '../store/traces.ts'
import { getsKey, type Starter } from './agent-key.ts'
import { holdTask, refuseChat } from './find.ts'
import { moveTask } from './move.ts'
import { ownersWith } from './owners.ts'
import { toTask } from './present.ts'

/** Accepts a pending task's run: from now on it will be started once, whatever restarts meanwhile. */
export async function runTask(core: Core, caller: Starter, id: string): Promise<Task> {
  // Read before the transaction, which requests share.
  const traceparent = core.tracer.current()
  const task = await transact(core, caller.workspaceId, async (tx) => {
    const seen = await holdTask(tx, caller.workspaceId, id)
    refuseChat(seen, 'it runs by itself when its turn comes')
    // The status comes first: a task that has run is a conflict, whatever its desktop does now.
    if (seen.status === 'pending') await requireReady(tx, seen, 'The task stays pending.')
    audit(tx, caller, { action: 'runTask', target: id })
    return await startRun(tx, seen, core.now(), { traceparent, caller })
  })
  core.bus.publish('desktop', task.desktop_id, { kind: 'dispatch' })
  return toTask(task)
}

/** Gives the task a run of its own; its desktop is told once this is committed. */
export async function startRun(
  tx: Tx,
  task: TaskRow,
  at: number,
  { traceparent, caller }: { traceparent?: string | undefined; caller?: Starter } = {},
): Promise<TaskView> {
  const runId = newId('run')
  const moved = await moveTask(tx, task, {
    action: 'run',
    at,
    changes: {
      started_at: at,
      started_by: keepActor(actorOf(tx)),
      run_id: runId,
      error_code: null,
      error_message: null,
      ...(caller && { user_id: caller.userId, owners: await ownersWith(tx, task, caller) }),
    },
  })
  const dispatch = await nextDispatch(tx, task.workspace_id, task.desktop_id)
  // It was there a moment ago, and has moved to another workspace since.
  if (dispatch === undefined) unavailable(undefined, 'The task stays pending.')
  await insertRun(tx, {
    id: runId,
    task_id: task.id,
    desktop_id: task.desktop_id,
    dispatch,
    created_at: at,
    queued_at: moved.waiting === 'desktop_offline' ? at : null,
    with_key: (await getsKey(tx, moved, caller)) ? 1 : 0,
  })
  if (traceparent !== undefined) await insertTrace(tx, runId, traceparent)
  return moved
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

/** Runs tasks just created; what didn't start stays pending and says why. */
export async function runCreated(core: Core, caller: Starter, tasks: Task[]): Promise<Task[]> {
  return await Promise.all(
    tasks.map(async (task): Promise<Task> => {
      try {
        return await runTask(core, caller, task.id)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        return await noteRefusal(core, task, error.problem)
      }
    }),
  )
}

async function noteRefusal(core: Core, task: Task, { code, detail }: Problem): Promise<Task> {
  if (code !== 'desktop_unavailable' && code !== 'agent_not_ready') return task
  await core.store.write((tx) =>
    setTaskError(tx, task.id, { error_code: code, error_message: detail }),
  )
  return { ...task, error: { code, message: detail } }
}

/** Throws unless the task's desktop could take it now; `otherwise`: what becomes of it then. */
export async function requireReady(
  tx: Tx,
  task: Pick<TaskRow, 'workspace_id' | 'desktop_id' | 'type'>,
  otherwise: string,
): Promise<void> {
  const desktop = await findDesktop(tx, task.workspace_id, task.desktop_id)
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
