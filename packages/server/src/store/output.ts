import type { Db, OutputRow, Tx } from './schema.ts'

export async function insertOutput(tx: Tx, chunk: OutputRow): Promise<void> {
  await tx.insertInto('output').values(chunk).execute()
}

/** The chunks of a run after `seq`, in order. */
export async function listOutput(
  db: Db,
  runId: string,
  seq: number,
  limit: number,
): Promise<OutputRow[]> {
  return await db
    .selectFrom('output')
    .selectAll()
    .where('run_id', '=', runId)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute()
}
