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
import { withEach } from '../store/together.ts'
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
  const task = await transact(core, caller.workspaceId, (tx) =>
    runIn(tx, caller, id, { at: core.now(), traceparent, desktops: new Map() }),
  )
  core.bus.publish('desktop', task.desktop_id, { kind: 'dispatch' })
  return toTask(task)
}

interface Circumstances {
  at: number
  traceparent: string | undefined
  /** As they were found for other tasks of the transaction. */
  desktops: Map<string, Promise<DesktopRow | undefined>>
}

/** What is refused has written nothing. */
async function runIn(
  tx: Tx,
  caller: Starter,
  id: string,
  { at, traceparent, desktops }: Circumstances,
): Promise<TaskView> {
  const seen = await holdTask(tx, caller.workspaceId, id)
  refuseChat(seen, 'it runs by itself when its turn comes')
  // The status comes first: a task that has run is a conflict, whatever its desktop does now.
  if (seen.status === 'pending') {
    const { workspace_id, desktop_id } = seen
    if (!desktops.has(desktop_id)) {
      desktops.set(desktop_id, findDesktop(tx, workspace_id, desktop_id))
    }
    requireReady(await desktops.get(desktop_id), seen, 'The task stays pending.')
  }
  const started = await startRun(tx, seen, at, { traceparent, caller })
  audit(tx, caller, { action: 'runTask', target: id })
  return started
}

/** Gives the task a run of its own; its desktop is told once this is committed. */
export async function startRun(
  tx: Tx,
  task: TaskRow,
  at: number,
  { traceparent, caller }: { traceparent?: string | undefined; caller?: Starter } = {},
): Promise<TaskView> {
  // First, because it may refuse: a desktop that was there a moment ago may have moved to another workspace.
  const dispatch = await nextDispatch(tx, task.workspace_id, task.desktop_id)
  if (dispatch === undefined) unavailable(undefined, 'The task stays pending.')
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

/** Tasks that are run in one transaction: others can write in between. */
const SOME = 100

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

/** Runs tasks just created, some in a transaction; what didn't start stays pending and says why. */
export async function runCreated(core: Core, caller: Starter, tasks: Task[]): Promise<Task[]> {
  const some = Array.from({ length: Math.ceil(tasks.length / SOME) }, (_, i) =>
    tasks.slice(i * SOME, (i + 1) * SOME),
  )
  return (await Promise.all(some.map((each) => runSome(core, caller, each)))).flat()
}

async function runSome(core: Core, caller: Starter, tasks: Task[]): Promise<Task[]> {
  const traceparent = core.tracer.current()
  const started = new Set<string>()
  const told = await transact(core, caller.workspaceId, async (tx) => {
    const circumstances = { at: core.now(), traceparent, desktops: new Map() }
    started.clear()
    return await withEach(tx, tasks, async (task) => {
      try {
        const told = toTask(await runIn(tx, caller, task.id, circumstances))
        started.add(task.desktopId)
        return told
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        return await noteRefusal(tx, task, error.problem)
      }
    })
  })
  for (const id of started) core.bus.publish('desktop', id, { kind: 'dispatch' })
  return told
}

async function noteRefusal(tx: Tx, task: Task, { code, detail }: Problem): Promise<Task> {
  if (code !== 'desktop_unavailable' && code !== 'agent_not_ready') return task
  await setTaskError(tx, task.id, { error_code: code, error_message: detail })
  return { ...task, error: { code, message: detail } }
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
