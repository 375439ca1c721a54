import type {
  ApprovalKind,
  ApprovalStatus,
  FailureCode,
  OutputStream,
  Task,
  TaskStatus,
  TaskType,
} from '@mission-control/protocol'
import type { ColumnType, Generated, Selectable } from 'kysely'

/** Where a task is found. It is what all indexes of tasks are divided by, so that moving hides at once. */
export const Place = {
  /** In the lists. */
  LISTED: 0,
  /** In the chat with its desktop's agent, which no list shows. */
  CHAT: 1,
  /** Nowhere: it is deleted, and what is left of it goes bit by bit. */
  DELETED: 2,
} as const

export interface TaskTable {
  id: string
  workspace_id: string
  desktop_id: string
  type: TaskType
  content: string
  status: TaskStatus
  requires_approval: number
  /** How long its process may run; null: as long as it likes. */
  timeout_seconds: number | null
  /** How long it may tidy up between TERM and KILL. */
  grace_seconds: Generated<number>
  /** Since when its output, too old, isn't kept any more. */
  output_removed_at: number | null
  created_at: number
  started_at: number | null
  completed_at: number | null
  cancel_requested_at: number | null
  /** The current run: messages of any other are refused. */
  run_id: string | null
  /** 0: it has started, and nobody knows when. */
  process_started_at: number | null
  process_ended_at: number | null
  review_started_at: number | null
  exit_code: number | null
  error_code: FailureCode | null
  error_message: string | null
  result: string | null
  /** JSON or null. */
  usage: string | null
  feedback: string | null
  /** The task that it runs again. */
  rerun_of: string | null
  /** The first of the tasks that ran each other again; null: it runs none again. */
  first_try: string | null
  /** Its place among those, from 1 on. */
  attempt: Generated<number>
  /** Shared by the tasks that one request made; null: it made only this one. */
  batch_id: string | null
  /** For whom it runs: who has created it, and then who has started it; null: not known of older ones. */
  user_id: string | null
  /** The task whose agent has created it, by its own key; null: no agent has. */
  from_task: string | null
  /** JSON, an `Actor`; null: not known, or, of `started_by`, not run. */
  created_by: string | null
  started_by: string | null
  /** How many people have to approve its result, by its own; null: as many as the workspace says. */
  approvals_asked: number | null
  /** How many had to when it was decided. */
  approvals_needed: number | null
  /** JSON of who has said what about its result; null: nobody has. */
  votes: string | null
  /** JSON of the ids of the users whose own it is; null: made by a version before. */
  owners: string | null
  /** One of the {@link Place}s. */
  chat: number
  /** These are the search's own, and are read only by it. Its place in the index; null: of a chat. */
  search_number: ColumnType<never, number | null | undefined, never>
  /** A step of its way into the index. */
  search_due: ColumnType<never, number | undefined, number>
  /** Documents that it has in the index. */
  search_pieces: ColumnType<never, number | undefined, number>
}

/**
 * A task with what it waits for while it runs, the newest task that runs it again, and the number of
 * approvals that its workspace asks for while it isn't over.
 */
export type TaskView = Selectable<TaskTable> & {
  waiting: Task['waiting']
  rerun_as: string | null
  quorum: number | null
}

export interface RunTable {
  id: string
  task_id: string
  desktop_id: string
  /** Increases per desktop; a runner starts nothing that is not above what it has seen. */
  dispatch: number
  created_at: number
  /** The desktop has taken it but was busy; null if it could start at once. */
  queued_at: number | null
  started_at: number | null
  ended_at: number | null
  /** 1: its agent gets a key of its own. */
  with_key: Generated<number>
  /** 1: ended without its runner's word, so its processes may still live. */
  abandoned: Generated<number>
  /** How far its output is stored: chunks, and bytes of each stream. */
  seq: Generated<number>
  stdout_bytes: Generated<number>
  stderr_bytes: Generated<number>
  system_bytes: Generated<number>
  agent_bytes: Generated<number>
}

export interface OutputTable {
  run_id: string
  seq: number
  stream: OutputStream
  at: number
  data: Uint8Array
}

/** The request that has started a run, for the runs that are traced. */
export interface TraceTable {
  run_id: string
  /** W3C's `traceparent` of the request's span. */
  traceparent: string
}

/** What a prompt's run has done, as its desktop has said; at most one row for each run. */
export interface EvidenceTable {
  run_id: string
  /** JSON of a `RunEvidence`. */
  evidence: string
}

export interface ApprovalTable {
  id: string
  workspace_id: string
  task_id: string
  kind: ApprovalKind
  status: ApprovalStatus
  created_at: number
  resolved_at: number | null
  resolved_by: string | null
  /** JSON, an `Actor`: who has resolved it; null: nobody yet, or not known. */
  resolver: string | null
  feedback: string | null
  /** When it was called to mind. */
  reminded_at: number | null
  /** The rest is of permissions: who asks, under which number of its own. */
  run_id: string | null
  request_id: string | null
  /** JSON. */
  request: string | null
  expires_at: number | null
}
