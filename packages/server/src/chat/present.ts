import type { ChatTurn, ChatTurnStatus, TaskStatus } from '@mission-control/protocol'
import { iso, isoOrNull } from '../iso.ts'
import { readActor } from '../store/kept-actor.ts'
import type { TaskRow } from '../store/schema.ts'
import { errorOf, usageOf } from '../tasks/present.ts'

/** A reply is never gated: no message is in `review`. */
const STATUS: Record<Exclude<TaskStatus, 'review'>, ChatTurnStatus> = {
  pending: 'queued',
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** The message's task as a turn of the conversation. */
export function toTurn(row: TaskRow): ChatTurn {
  return {
    id: row.id,
    taskId: row.id,
    message: row.content,
    reply: row.result,
    status: STATUS[row.status as keyof typeof STATUS],
    error: errorOf(row),
    usage: usageOf(row),
    createdAt: iso(row.created_at),
    completedAt: isoOrNull(row.completed_at),
    createdBy: readActor(row.created_by),
  }
}
