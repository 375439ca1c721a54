import { prepared } from './prepared.ts'
import type { Db, Tx } from './schema.ts'

export async function insertTrace(tx: Tx, runId: string, traceparent: string): Promise<void> {
  await tx.insertInto('traces').values({ run_id: runId, traceparent }).execute()
}

const select = prepared((db, by: { runId: string }) =>
  db.selectFrom('traces').select('traceparent').where('run_id', '=', by.runId),
)

/** Undefined: no request is known that has started the run. */
export async function findTrace(db: Db, runId: string): Promise<string | undefined> {
  const [row] = await select(db, { runId })
  return row?.traceparent
}
