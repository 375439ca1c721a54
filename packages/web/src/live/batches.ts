import type { TaskCounts, TaskPayload, TaskStatus } from '@mission-control/protocol'
import type { Draft } from './draft.ts'
import type { Card, Live } from './live.ts'

const NONE: TaskCounts = { pending: 0, running: 0, review: 0, done: 0, failed: 0, cancelled: 0 }

/** In which column a batch's card lies: the first in this order that has one of its tasks. */
const PLACES = ['review', 'running', 'pending', 'failed', 'done', 'cancelled'] as const

export const placeOf = (counts: TaskCounts | undefined): TaskStatus | undefined =>
  PLACES.find((status) => counts && counts[status] > 0)

export const sizeOf = (counts: TaskCounts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** The batches of loaded cards whose counts aren't known yet. */
export function unknownBatches({ cards, batches }: Live): Set<string> {
  const unknown = new Set<string>()
  for (const { batchId } of cards.values()) {
    if (batchId !== null && !batches.has(batchId)) unknown.add(batchId)
  }
  return unknown
}

type TaskEvent = { type: string; payload: TaskPayload }

/** Keeps the counts in step with events. A batch that isn't known begins with `task.created`. */
export function countInBatch(draft: Draft, { type, payload }: TaskEvent, id: number): void {
  const { batchId, from, status } = payload
  if (batchId === undefined) return
  const known = draft.batch(batchId)
  if (!known && type !== 'task.created') return
  if (known && known.asOf >= id) return
  const gone = type === 'task.deleted'
  const counts = moved(known?.counts ?? NONE, gone ? status : from, gone ? null : status)
  draft.setBatch(batchId, { counts, asOf: id })
}

/** Moves the batch's counts along with a card that an action moved, until the event arrives. */
export function moveInBatch(
  draft: Draft,
  { batchId }: Card,
  from: TaskStatus | null,
  to: TaskStatus | null,
): void {
  const known = batchId === null ? undefined : draft.batch(batchId)
  if (known) draft.setBatch(batchId!, { ...known, counts: moved(known.counts, from, to) })
}

function moved(counts: TaskCounts, from: TaskStatus | null, to: TaskStatus | null): TaskCounts {
  const next = { ...counts }
  if (from !== null) next[from] = Math.max(0, next[from] - 1)
  if (to !== null) next[to]++
  return next
}
