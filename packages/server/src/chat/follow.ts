import { type ChatFrame, type ChatTurn, isOver } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import type { TaskRow } from '../store/schema.ts'
import { looksAt } from '../tasks/looks.ts'
import { toTurn } from './present.ts'
import { Records } from './records.ts'

/** `id`: a record's number; what is sent again after a cut begins behind it. */
export type NumberedFrame = ChatFrame & { id?: number }

/**
 * The turn from now to its end: its state, each change, and in between what the agent does,
 * beginning after the record `after`. All of it is read from the store, where output comes before
 * its run's end, so nothing is missing and nothing comes twice. It goes at its reader's pace and
 * ends early with the signal.
 */
export async function* followTurn(
  core: Core,
  message: TaskRow,
  signal: AbortSignal,
  after = 0,
): AsyncGenerator<NumberedFrame, void> {
  const records = new Records(core.store.db, after)
  let told = ''
  for await (const row of looksAt(core, message, signal)) {
    const turn = row ? toTurn(row) : forgotten(core, message)
    if (turn.status !== told && !isOver(turn)) yield { type: 'chat.turn', payload: turn }
    told = turn.status
    if (row?.run_id) {
      for await (const { number: id, record } of records.readOn(row.run_id)) {
        yield { id, type: 'chat.record', payload: record }
      }
    }
    if (isOver(turn)) return yield { type: 'chat.turn', payload: turn }
  }
}

/** Resolves with the turn once it is over, or, at the signal, as it is then. */
export async function turnAtEnd(
  core: Core,
  message: TaskRow,
  signal: AbortSignal,
): Promise<ChatTurn> {
  let turn = toTurn(message)
  for await (const row of looksAt(core, message, signal)) {
    turn = row ? toTurn(row) : forgotten(core, message)
    if (isOver(turn)) break
  }
  return turn
}

/** The chat was cleared meanwhile. */
function forgotten(core: Core, message: TaskRow): ChatTurn {
  return toTurn({ ...message, status: 'cancelled', completed_at: core.now() })
}
