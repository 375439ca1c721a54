import { isFinal, type OutputEncoding, type TaskFrame } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import { listOutput } from '../store/output.ts'
import type { OutputRow, TaskRow } from '../store/schema.ts'
import { toChunk } from './chunk.ts'
import { looksAt } from './looks.ts'
import { toTask } from './present.ts'

/** Chunks read at a time: 64 KiB each at most. */
const PAGE = 4

/** `id`: a chunk's number; what is sent again after a cut begins behind it. */
export type NumberedFrame = TaskFrame & { id?: number }

/**
 * The task from now to its end: as it is, then each change of its status, and between them what it
 * prints, from behind the chunk `after` on. Everything is read from the store, in which output comes
 * before the end that it belongs to; so nothing is missing and nothing comes twice. Goes at its reader's
 * pace; ends early with the signal, or when the task is deleted.
 */
export async function* followTask(
  core: Core,
  task: TaskRow,
  { signal, after, encoding }: { signal: AbortSignal; after: number; encoding: OutputEncoding },
): AsyncGenerator<NumberedFrame, void> {
  let position = after
  let told = ''
  for await (const row of looksAt(core, task, signal)) {
    if (!row) return
    const frame: TaskFrame = { type: 'task.state', payload: toTask(row) }
    const state = `${row.status} ${row.waiting} ${row.cancel_requested_at}`
    if (state !== told && !isFinal(row.status)) yield frame
    told = state
    if (row.run_id) {
      for await (const chunk of readOn(core, row.run_id, position)) {
        position = chunk.seq
        yield { id: chunk.seq, type: 'task.chunk', payload: toChunk(chunk, encoding) }
      }
    }
    if (isFinal(row.status)) return yield frame
  }
}

/** What is stored behind the chunk `after`. */
async function* readOn(core: Core, runId: string, after: number): AsyncGenerator<OutputRow> {
  for (let position = after; ; ) {
    const chunks = await listOutput(core.store.db, runId, position, PAGE)
    yield* chunks
    if (chunks.length < PAGE) return
    position = chunks.at(-1)!.seq
  }
}
