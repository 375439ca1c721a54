import { type ChatFrame, type ChatTurn, isOver } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import type { TaskRow } from '../store/schema.ts'
import { findTask } from '../store/tasks.ts'
import { Bell } from './bell.ts'
import { toTurn } from './present.ts'
import { Records } from './records.ts'

/** A lost wake-up costs at most this long, in ms. */
const LOOK_AGAIN_MS = 1_000

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
  for await (const row of looks(core, message, signal)) {
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

/** The turn once it is over; if the signal comes first, as it is then. */
export async function turnAtEnd(
  core: Core,
  message: TaskRow,
  signal: AbortSignal,
): Promise<ChatTurn> {
  let turn = toTurn(message)
  for await (const row of looks(core, message, signal)) {
    turn = row ? toTurn(row) : forgotten(core, message)
    if (isOver(turn)) break
  }
  return turn
}

/** The message at once, and again whenever it may have changed; `undefined`: it was deleted. */
async function* looks(core: Core, { id, workspace_id }: TaskRow, signal: AbortSignal) {
  const bell = new Bell()
  const unsubscribe = core.bus.subscribe('chat', id, bell.ring)
  signal.addEventListener('abort', bell.ring)
  try {
    while (!signal.aborted) {
      yield await findTask(core.store.db, workspace_id, id)
      await bell.heard(LOOK_AGAIN_MS)
    }
  } finally {
    signal.removeEventListener('abort', bell.ring)
    unsubscribe()
  }
}

/** The chat was cleared meanwhile. */
function forgotten(core: Core, message: TaskRow): ChatTurn {
  return toTurn({ ...message, status: 'cancelled', completed_at: core.now() })
}
