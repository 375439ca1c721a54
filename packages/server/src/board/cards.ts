import type { BoardTask } from '@mission-control/protocol'
import { type BoardBatch, type BoardColumn, listBoardTasks, listEndings } from '../store/board.ts'
import type { Db } from '../store/schema.ts'
import { tailsOf } from '../tasks/tails.ts'
import { toBoardTask } from './present.ts'

/** `printed`: whether tasks of this column may have a last line to show. */
export async function cardsOf(
  db: Db,
  cards: BoardColumn | BoardBatch,
  printed: boolean,
): Promise<BoardTask[]> {
  const rows = await listBoardTasks(db, cards)
  const tails = tailsOf(printed ? await listEndings(db, cards) : [])
  return rows.map((row) => toBoardTask(row, tails.get(row.run_id ?? '') ?? null))
}
