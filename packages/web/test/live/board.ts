import type { ActivityEvent, Board, BoardTask, TaskStatus } from '@mission-control/protocol'
import { fold } from '../../src/live/fold.ts'
import { type Live, NOTHING_YET } from '../../src/live/live.ts'

export const AT = Date.parse('2026-03-15T10:00:00.000Z')
const DESKTOP = 'desktop_1'

/** Ids that sort as they were made. */
export const taskId = (number: number): string => `task_${String(number).padStart(6, '0')}`

export function task(number: number, status: TaskStatus, changes: Partial<BoardTask> = {}) {
  const card: BoardTask = {
    id: taskId(number),
    type: 'command',
    summary: `echo ${number}`,
    status,
    desktopId: DESKTOP,
    requiresApproval: false,
    approvals: null,
    approvalsAsked: null,
    createdAt: new Date(AT).toISOString(),
    startedAt: null,
    processStartedAt: null,
    processEndedAt: null,
    reviewStartedAt: null,
    completedAt: null,
    queuedMs: null,
    ranMs: null,
    waitedForReviewMs: null,
    cancelRequestedAt: null,
    waiting: null,
    exitCode: null,
    error: null,
    usage: null,
    feedback: null,
    attempt: 1,
    rerunOf: null,
    batchId: null,
    createdBy: null,
    startedBy: null,
    tail: null,
    ...changes,
  }
  return card
}

/** A board with these tasks; `counts` where more exist than are loaded. */
function board(
  tasks: readonly BoardTask[],
  counts: Partial<Record<TaskStatus, number>> = {},
  batches: Board['batches'] = [],
): Board {
  const column = (status: TaskStatus) =>
    tasks.filter((each) => each.status === status).sort((a, b) => (a.id < b.id ? 1 : -1))
  const columns = {
    pending: column('pending'),
    running: column('running'),
    review: column('review'),
    done: column('done'),
    failed: column('failed'),
    cancelled: column('cancelled'),
  }
  const lengths = Object.entries(columns).map(([status, each]) => [status, each.length])
  return {
    overview: {
      ...NOTHING_YET.overview,
      tasks: { ...NOTHING_YET.overview.tasks, ...Object.fromEntries(lengths), ...counts },
    },
    settings: NOTHING_YET.settings,
    columns,
    batches,
    approvals: [],
    permissions: [],
    desktops: [],
    activity: [],
  }
}

export function liveWith(
  tasks: readonly BoardTask[],
  counts = {},
  cursor = 10,
  batches: Board['batches'] = [],
): Live {
  return fold(NOTHING_YET, [{ type: 'snapshot', board: board(tasks, counts, batches), cursor }])
}

const TYPES = {
  pending: 'task.created',
  running: 'task.started',
  review: 'task.review',
  done: 'task.completed',
  failed: 'task.failed',
  cancelled: 'task.cancelled',
} as const

/** The event that a task has moved. */
export function moved(id: number, number: number, from: TaskStatus | null, status: TaskStatus) {
  const { summary, type, desktopId, requiresApproval, createdAt } = task(number, status)
  const event: ActivityEvent = {
    type: TYPES[status],
    payload: {
      taskId: taskId(number),
      from,
      status,
      summary,
      type,
      desktopId,
      requiresApproval,
      createdAt,
    },
  }
  return { type: 'event' as const, id, at: AT, event }
}
