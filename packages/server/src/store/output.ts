import { prepared, unanswered } from './prepared.ts'
import type { Db, OutputRow, Tx } from './schema.ts'

const insert = unanswered((db, chunk: OutputRow) =>
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

const deleteFirst = prepared((db, by: { runId: string; most: number }) =>
  db
    .deleteFrom('output')
    .where('run_id', '=', by.runId)
    .where('seq', 'in', (eb) =>
      eb
        .selectFrom('output')
        .select('seq')
        .where('run_id', '=', by.runId)
        .orderBy('seq')
        .limit(by.most),
    )
    .returning('seq'),
)

/** Deletes the first chunks of a run that there are, `most` at most; resolves with how many. */
export async function deleteChunks(tx: Tx, runId: string, most: number): Promise<number> {
  return (await deleteFirst(tx, { runId, most })).length
}
