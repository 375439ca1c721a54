import type {
  ActivityEntry,
  BoardTask,
  Desktop,
  Overview,
  Settings,
  TaskCounts,
  TaskStatus,
} from '@mission-control/protocol'

/** The columns of the board, in their order. */
export const COLUMNS = ['pending', 'running', 'review', 'done', 'failed', 'cancelled'] as const

/** What an action does to a task. A running task that is cancelled stays running until its process has ended. */
export type Intent = TaskStatus | 'cancelling' | 'deleted'

/** A task as the board knows it: enough for its card, not its whole content. */
export interface Card extends BoardTask {
  /** The place in the activity log up to which this is true; older news about it is ignored. */
  asOf: number
  /** When the tail came, in ms since 1970; undefined: before this page was opened. */
  tailAt?: number | undefined
  /** The action that was sent to the server and is not done yet. */
  sending?: Intent | undefined
  /** Its state before an action that the server has answered, but whose event hasn't come. */
  before?: Card | undefined
  /** Being deleted: in no column. */
  hidden?: boolean | undefined
}

/** The tasks that one request made, by their status. */
export interface LiveBatch {
  counts: TaskCounts
  /** The place in the activity log up to which the counts are true. */
  asOf: number
}

export interface Column {
  /** Newest first. An optimistic move or removal is already made here. */
  ids: readonly string[]
  /** Nothing older is left to ask for. */
  complete: boolean
  /** How many were asked for; newer cards beyond that drop the oldest. */
  size: number
}

/** One point of the fleet's load, in percent. */
export interface Sample {
  /** ms since 1970. */
  at: number
  cpu: number
  memory: number
}

/** Is what is shown the present? `since`: ms since 1970 of the last sign of life. */
export type Connection =
  | { state: 'loading' }
  | { state: 'live' }
  | { state: 'cut'; since: number; reason: string }

/** Everything that pages show without asking: one snapshot, and all events since. */
export interface Live {
  connection: Connection
  /** The place in the activity log that all of this has reached. */
  cursor: number
  cards: ReadonlyMap<string, Card>
  columns: Readonly<Record<TaskStatus, Column>>
  batches: ReadonlyMap<string, LiveBatch>
  overview: Overview
  /** The place in the log up to which the overview's counts are true: it may be ahead of the cards. */
  countedTo: number
  settings: Settings
  desktops: ReadonlyMap<string, Desktop>
  /** Pending approvals: the approval's id by its task's. */
  approvals: ReadonlyMap<string, string>
  /** Permissions that agents wait for: the task's id by the approval's, in the order of their making. */
  permissions: ReadonlyMap<string, string>
  /** Newest first; every event after the place `remembers` is among them. */
  activity: readonly ActivityEntry[]
  remembers: number
  /** Oldest first. */
  samples: readonly Sample[]
}

const EMPTY_COLUMN: Column = { ids: [], complete: true, size: 0 }

export const NOTHING_YET: Live = {
  connection: { state: 'loading' },
  cursor: 0,
  cards: new Map(),
  columns: {
    pending: EMPTY_COLUMN,
    running: EMPTY_COLUMN,
    review: EMPTY_COLUMN,
    done: EMPTY_COLUMN,
    failed: EMPTY_COLUMN,
    cancelled: EMPTY_COLUMN,
  },
  batches: new Map(),
  overview: {
    tasks: { pending: 0, running: 0, review: 0, done: 0, failed: 0, cancelled: 0 },
    queued: 0,
    activeDesktops: 0,
    resources: { cpu: 0, memory: { used: 0, total: 0, percent: 0 } },
    completionRate24h: null,
    averageDurationMs24h: null,
    throughput24h: 0,
    usage24h: null,
    lostAfterSeconds: null,
    watchingSince: new Date(0).toISOString(),
  },
  countedTo: 0,
  settings: {
    requireApproval: false,
    approverRole: 'approver',
    approveOwn: true,
    approvalQuorum: 1,
    approvalReminderSeconds: null,
    permissionTimeoutSeconds: 600,
    agentFrom: null,
  },
  desktops: new Map(),
  approvals: new Map(),
  permissions: new Map(),
  activity: [],
  remembers: 0,
  samples: [],
}

/** How many things wait for a person: results, and questions of agents. */
export function waitingForYou({ overview, permissions }: Live): number {
  return overview.tasks.review + permissions.size
}
