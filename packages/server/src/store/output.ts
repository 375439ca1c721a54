import { prepared } from './prepared.ts'
import type { Db, OutputRow, Tx } from './schema.ts'

const insert = prepared((db, chunk: OutputRow) =>
  db.insertInto('output').values({
    run_id: chunk.run_id,
    seq: chunk.seq,
    stream: chunk.stream,
    at: chunk.at,
    data: chunk.data,
  }),
)

export async function insertOutput(tx: Tx, chunk: OutputRow): Promise<void> {
  await insert(tx, chunk)
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
