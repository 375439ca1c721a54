import { type BoardTask, firstLine, GLANCE_MAX } from '@mission-control/protocol'
import { votesOfSeveral } from '../approvals/votes.ts'
import { iso, isoOrNull } from '../iso.ts'
import type { BoardRow } from '../store/board.ts'
import { readActor } from '../store/kept-actor.ts'
import { toMoments } from '../tasks/moments.ts'
import { errorOf, usageOf } from '../tasks/present.ts'

/** The task as a card. */
export function toBoardTask(row: BoardRow, tail: string | null): BoardTask {
  return {
    id: row.id,
    type: row.type,
    summary: firstLine(row.opening),
    ...(row.content_length > GLANCE_MAX && { contentLength: row.content_length }),
    status: row.status,
    desktopId: row.desktop_id,
    requiresApproval: row.requires_approval === 1,
    // As the events tell it.
    approvals: (row.status === 'review' && votesOfSeveral(row).approvals) || null,
    approvalsAsked: row.approvals_asked,
    createdAt: iso(row.created_at),
    ...toMoments(row),
    cancelRequestedAt: isoOrNull(row.cancel_requested_at),
    waiting: waitingOf(row),
    exitCode: row.exit_code,
    error: errorOf(row),
    usage: usageOf(row),
    feedback: row.feedback,
    attempt: row.attempt,
    rerunOf: row.rerun_of,
    batchId: row.batch_id,
    createdBy: readActor(row.created_by),
    startedBy: readActor(row.started_by),
    tail,
  }
}

/**
 * As the events tell it: a task on its way to its desktop isn't `queued` before the desktop has said
 * so, because only then `task.dequeued` will follow.
 */
function waitingOf(row: BoardRow): BoardTask['waiting'] {
  if (row.status !== 'running') return null
  if (row.process_started_at !== null) return row.asks === 1 ? 'permission' : null
  if (row.connected === 0) return 'desktop_offline'
  return row.queued_at === null ? null : 'queued'
}
