import type { ApprovalKind, Board, BoardTask, TaskStatus } from '@mission-control/protocol'
import { toActivityEntry } from '../activity/present.ts'
import { toBrief } from '../approvals/present.ts'
import type { Watch } from '../core.ts'
import { toDesktop } from '../desktops/present.ts'
import { overviewOf } from '../overview.ts'
import { settingsOf } from '../settings.ts'
import { listActivity } from '../store/activity.ts'
import { listPendingBriefly } from '../store/approvals.ts'
import type { BoardColumn } from '../store/board.ts'
import { listDesktops } from '../store/desktops.ts'
import type { Db } from '../store/schema.ts'
import { batchIdsOf, countBatches } from './batches.ts'
import { cardsOf } from './cards.ts'

/** The most events that the answer holds. */
const EVENTS = 100
/** The most pending approvals of each kind that the answer holds. */
const PENDING = 1000
/** Whether the card of a task in this status shows its last line. */
const HAS_TAIL: Record<TaskStatus, boolean> = {
  pending: false,
  running: true,
  review: true,
  done: true,
  failed: true,
  cancelled: false,
}

/**
 * Everything that the dashboard starts with, each column with its newest `limit` tasks. `now`: ms
 * since 1970; `among`: only what is of these desktops.
 */
export async function boardOf(
  db: Db,
  workspaceId: string,
  limit: number,
  now: number,
  watch: Watch,
  among?: readonly string[],
): Promise<Board> {
  const column = (status: TaskStatus) => boardColumn(db, { workspaceId, status, limit, among })
  const pending = (kind: ApprovalKind) => listPendingBriefly(db, workspaceId, kind, PENDING, among)
  const columns = {
    pending: await column('pending'),
    running: await column('running'),
    review: await column('review'),
    done: await column('done'),
    failed: await column('failed'),
    cancelled: await column('cancelled'),
  }
  return {
    overview: await overviewOf(db, workspaceId, now, watch, among),
    settings: await settingsOf(db, workspaceId, among),
    columns,
    batches: await countBatches(db, batchIdsOf(Object.values(columns).flat()), among),
    approvals: (await pending('result')).map(toBrief),
    permissions: (await pending('permission')).map(toBrief),
    desktops: (await listDesktops(db, workspaceId, among)).map(toDesktop),
    activity: (await listActivity(db, workspaceId, { among }, EVENTS)).map(toActivityEntry),
  }
}

/** Newest first. */
export async function boardColumn(db: Db, column: BoardColumn): Promise<BoardTask[]> {
  return await cardsOf(db, column, HAS_TAIL[column.status])
}
