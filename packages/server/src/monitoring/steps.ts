import type { Core } from '../core.ts'
import type { RunOfTask } from '../store/runs.ts'
import type { TaskRow } from '../store/schema.ts'
import { findTrace } from '../store/traces.ts'
import type { TracedRun } from './tracer.ts'

/** Call it when a run has been sent to its desktop for the first time. */
export function runSent(core: Core, run: RunOfTask): void {
  const at = core.now()
  core.meter.reached('sent', at - run.created_at)
  tell(core, run, 'a run was sent to its desktop', {}, (parent) =>
    core.tracer.part('dispatch', run, parent, [run.created_at, at]),
  )
}

/** Call it when it is on disk that a run's process has started. */
export function runStarted(core: Core, run: RunOfTask): void {
  const startedAt = run.started_at as number
  core.meter.reached('started', startedAt - run.created_at)
  core.meter.reached('reported', core.now() - run.created_at)
  tell(core, run, 'a run has started', {}, (parent) =>
    core.tracer.part('queued', run, parent, [run.created_at, startedAt]),
  )
}

/** Call it when a task's move is on disk. */
export function runMoved(core: Core, task: TaskRow): void {
  const { run_id: id, id: task_id, desktop_id } = task
  const at = endOf(task)
  if (id === null || at === null) return
  const run = { id, task_id, desktop_id }
  const { status, exit_code: exitCode, error_code: errorCode } = task
  const { started_at: from, process_started_at: started, process_ended_at: ended } = task
  const result = { status, exitCode, errorCode }
  tell(core, run, 'a run has ended', result, (parent) => {
    if (started && ended) core.tracer.part('process', run, parent, [started, ended])
    core.tracer.ended(run, parent, [from ?? at, at], result)
  })
}

/**
 * When the task's run ended; null if the last move was something else, such as a decision about the result.
 */
function endOf(task: TaskRow): number | null {
  if (task.status === 'review') return task.review_started_at
  return task.review_started_at === null ? task.completed_at : null
}

/** Writes to the trace and the log, with the same ids. */
function tell(
  core: Core,
  run: TracedRun,
  what: string,
  more: object,
  note: (parent: string | undefined) => void,
): void {
  const { store, tracer, log } = core
  if (!tracer.isOn && !log.isLevelEnabled('info')) return
  const say = (parent?: string) => {
    note(parent)
    const ids = { taskId: run.task_id, runId: run.id, desktopId: run.desktop_id }
    log.info({ ...ids, traceId: tracer.traceOfRun(run, parent), ...more }, what)
  }
  store.afterCommit(() => {
    if (!tracer.isOn) return say()
    findTrace(store.db, run.id).then(say, (error) =>
      log.warn({ error, runId: run.id }, 'a part of a trace is lost'),
    )
  })
}
