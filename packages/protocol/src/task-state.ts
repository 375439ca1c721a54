export const TASK_STATUSES = [
  'pending',
  'running',
  'review',
  'done',
  'failed',
  'cancelled',
] as const
export type TaskStatus = (typeof TASK_STATUSES)[number]

/** What can happen to a task: people run, cancel, approve and reject; its run succeeds or fails. */
export const TASK_ACTIONS = ['run', 'cancel', 'succeed', 'fail', 'approve', 'reject'] as const
export type TaskAction = (typeof TASK_ACTIONS)[number]

/** The part of a task that decides what an action does to it. */
export interface TaskState {
  status: TaskStatus
  /** A person asked to cancel: whatever the end is, it is `cancelled`. */
  cancelRequested: boolean
  /** Success needs a person's approval before it counts. */
  gated: boolean
}

export type Transition =
  | { ok: true; status: TaskStatus; cancelRequested: boolean }
  /** `expected`: the statuses in which the action is possible. */
  | { ok: false; expected: readonly TaskStatus[] }

const FINAL: ReadonlySet<TaskStatus> = new Set(['done', 'failed', 'cancelled'])

const POSSIBLE_IN: Record<TaskAction, readonly TaskStatus[]> = {
  run: ['pending'],
  cancel: ['pending', 'running'],
  succeed: ['running'],
  fail: ['running'],
  approve: ['review'],
  reject: ['review'],
}

export function isFinal(status: TaskStatus): boolean {
  return FINAL.has(status)
}

/**
 * The state machine: what `action` makes of `state`. Total and pure; the only place that knows the
 * rules. A running task that is cancelled stays `running` until its process has ended.
 */
export function transition(state: TaskState, action: TaskAction): Transition {
  const expected = POSSIBLE_IN[action]
  if (!expected.includes(state.status)) return { ok: false, expected }
  const cancelRequested = state.cancelRequested || action === 'cancel'
  return { ok: true, status: nextStatus(state, action), cancelRequested }
}

function nextStatus(state: TaskState, action: TaskAction): TaskStatus {
  switch (action) {
    case 'run':
      return 'running'
    case 'cancel':
      return state.status === 'running' ? 'running' : 'cancelled'
    case 'succeed':
      if (state.cancelRequested) return 'cancelled'
      return state.gated ? 'review' : 'done'
    case 'fail':
      return state.cancelRequested ? 'cancelled' : 'failed'
    case 'approve':
      return 'done'
    case 'reject':
      return 'failed'
  }
}
