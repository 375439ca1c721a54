import { RunEvidence } from '@mission-control/protocol'
import type { Db, Tx } from './schema.ts'

/** Stores a run's evidence, unless there is some already. */
export async function insertEvidence(tx: Tx, runId: string, evidence: string): Promise<void> {
  await tx
    .insertInto('evidence')
    .values({ run_id: runId, evidence })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function hasEvidence(tx: Tx, runId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('evidence')
    .select('run_id')
    .where('run_id', '=', runId)
    .executeTakeFirst()
  return row !== undefined
}

export async function findEvidence(db: Db, runId: string): Promise<RunEvidence | null> {
  const row = await db
    .selectFrom('evidence')
    .select('evidence')
    .where('run_id', '=', runId)
    .executeTakeFirst()
  // Parsed, because evidence that earlier versions stored lacks some fields.
  return row ? RunEvidence.parse(JSON.parse(row.evidence)) : null
}
