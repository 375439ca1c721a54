import { createHash } from 'node:crypto'
import { type BoardTask, type EqualOutput, lastLine } from '@mission-control/protocol'
import { type EndedRow, listEndedOfBatch, listPrinted } from '../store/batches.ts'
import type { BoardBatch } from '../store/board.ts'
import type { Db } from '../store/schema.ts'

/**
 * The most bytes of output to compare, of one task and of a whole batch: reading them holds up the server.
 */
const OF_ONE = 64 * 1024
const OF_ALL = 4 * 1024 * 1024

/** Groups the ended tasks by their outcome and output, the largest group first. */
export async function equalOutputs(
  db: Db,
  batch: BoardBatch,
  tasks: readonly BoardTask[],
): Promise<EqualOutput[]> {
  const cards = new Map(tasks.map((task) => [task.id, task]))
  const groups = new Map<string, EqualOutput>()
  let left = OF_ALL
  for (const ended of await listEndedOfBatch(db, batch)) {
    const card = cards.get(ended.id)
    const size = ended.result?.length ?? ended.size
    if (!card || size > Math.min(OF_ONE, left)) continue
    left -= size
    const output = card.type === 'prompt' ? (ended.result ?? '') : await printedBy(db, ended)
    const key = JSON.stringify([card.status, card.exitCode, card.error?.code, output])
    const tail = card.type === 'prompt' ? lastLine(ended.result ?? '') : card.tail
    const group = groups.get(key) ?? { taskIds: [], tail }
    group.taskIds.push(card.id)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.taskIds.length - a.taskIds.length)
}

/** Hashes each stream by itself: the order in which the two were read depends on chance. */
async function printedBy(db: Db, { run_id }: EndedRow): Promise<string> {
  const hashes = new Map<string, ReturnType<typeof createHash>>()
  for (const { stream, data } of await listPrinted(db, run_id)) {
    const hash = hashes.get(stream) ?? createHash('sha256')
    hashes.set(stream, hash.update(data))
  }
  return [...hashes]
    .map(([stream, hash]) => `${stream} ${hash.digest('base64')}`)
    .sort()
    .join(' ')
}
