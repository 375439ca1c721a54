import {
  type Batch,
  type BatchCounts,
  type BoardTask,
  fail,
  type TaskCounts,
} from '@mission-control/protocol'
import { countBatch, hasBatch } from '../store/batches.ts'
import type { Db } from '../store/schema.ts'
import { cardsOf } from './cards.ts'
import { equalOutputs } from './equal-outputs.ts'

const NONE: TaskCounts = { pending: 0, running: 0, review: 0, done: 0, failed: 0, cancelled: 0 }

/**
 * Counts the tasks of each batch by status; `among`: those of these desktops only. The caller makes sure that
 * the batches are the workspace's.
 */
export async function countBatches(
  db: Db,
  ids: Iterable<string>,
  among?: readonly string[],
): Promise<BatchCounts[]> {
  const batches: BatchCounts[] = []
  for (const id of ids) {
    const counts = { ...NONE }
    for (const { status, count } of await countBatch(db, id, among)) counts[status] = count
    batches.push({ id, counts })
  }
  return batches
}

/** Counts the tasks of those batches that belong to the workspace, and leaves out the others. */
export async function ownBatches(
  db: Db,
  workspaceId: string,
  ids: Iterable<string>,
  among?: readonly string[],
): Promise<BatchCounts[]> {
  const own: string[] = []
  for (const batchId of ids) {
    if (await hasBatch(db, { workspaceId, batchId }, among)) own.push(batchId)
  }
  return await countBatches(db, own, among)
}

/** The batches of these tasks, in their order. */
export function batchIdsOf(tasks: readonly BoardTask[]): Set<string> {
  return new Set(tasks.flatMap(({ batchId }) => batchId ?? []))
}

export function noBatch(id: string): never {
  return fail('batch_not_found', `There is no batch ${JSON.stringify(id)}.`)
}

export async function batchOf(db: Db, workspaceId: string, id: string): Promise<Batch> {
  const [batch] = await ownBatches(db, workspaceId, [id])
  if (!batch) return noBatch(id)
  const tasks = await cardsOf(db, { workspaceId, batchId: id }, true)
  return { ...batch, tasks, outputs: await equalOutputs(db, { workspaceId, batchId: id }, tasks) }
}
