import { sql } from 'kysely'
import { deleteChunks } from './output.ts'
import { prepared } from './prepared.ts'
import type { Db, Tx } from './schema.ts'
import { deleteDocuments } from './search-index.ts'

/** How much one transaction removes: chunks of output, or rows of anything else. */
const PIECES = 64

/** Written exactly as in their partial index, or SQLite wouldn't use it. */
const isDeleted = sql<boolean>`tasks.chat = 2`

const selectDeleted = prepared((db, _: object) =>
  db.selectFrom('tasks').select('id').where(isDeleted).orderBy('id').limit(1),
)

const selectRun = prepared((db, by: { taskId: string }) =>
  db.selectFrom('runs').select('id').where('task_id', '=', by.taskId).limit(1),
)

const deleteApprovals = prepared((db, by: { taskId: string }) =>
  db
    .deleteFrom('approvals')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('approvals')
        .select('id')
        .where('task_id', '=', by.taskId)
        .limit(sql.lit(PIECES)),
    )
    .returning('id'),
)

/** Whether anything is left of tasks that were deleted. */
export async function anyDeleted(db: Db): Promise<boolean> {
  return (await selectDeleted(db, {})).length > 0
}

/** Removes some of what is left of deleted tasks: a part of a large one, or several small ones. */
export async function deleteSomeOfDeleted(tx: Tx): Promise<void> {
  let left = PIECES
  while (left > 0) {
    const [task] = await selectDeleted(tx, {})
    if (!task) return
    left -= (await deletePart(tx, task.id, left)) + 1
  }
}

/** Resolves with the number of pieces that it removed. */
async function deletePart(tx: Tx, taskId: string, most: number): Promise<number> {
  const [run] = await selectRun(tx, { taskId })
  if (run) {
    const chunks = await deleteChunks(tx, run.id, most)
    if (chunks < most) await tx.deleteFrom('runs').where('id', '=', run.id).execute()
    return chunks
  }
  const approvals = await deleteApprovals(tx, { taskId })
  if (approvals.length < PIECES) {
    await deleteDocuments(tx, taskId)
    await tx.deleteFrom('tasks').where('id', '=', taskId).execute()
  }
  return approvals.length
}
