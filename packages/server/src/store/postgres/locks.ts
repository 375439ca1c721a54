import { createHash } from 'node:crypto'
import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { prepared, unanswered } from '../prepared.ts'
import type { Schema, Tx } from '../schema.ts'
import { together } from '../together.ts'
import { UNANSWERED } from './unanswered.ts'

export type Held = 'desktops' | 'tasks' | 'users'

/** Until the commit nobody else changes the rows. What refers to them can be written meanwhile. */
export function held<T extends Held, O>(rows: SelectQueryBuilder<Schema, T, O>) {
  return rows.forNoKeyUpdate()
}

const selectRow = together(
  unanswered((db, by: { id: string }, table) =>
    held(
      db
        .selectFrom(table as Held)
        .select('id')
        .where('id', '=', by.id),
    ),
  ),
  async (tx, rows, table) => {
    await selectRows(tx, { ids: rows.map(({ id }) => id) }, table)
    return rows
  },
)

/** In one order, so that no two wait for each other. */
const selectRows = unanswered((db, by: { ids: string[] }, table) =>
  held(
    db
      .selectFrom(table as Held)
      .select('id')
      .where(sql<SqlBool>`id = any(${by.ids}::text[])`)
      .orderBy('id'),
  ),
)

export async function holdRow(tx: Tx, table: Held, id: string): Promise<void> {
  await selectRow(tx, { id }, table)
}

export async function holdHead(tx: Tx, workspaceId: string): Promise<void> {
  await sql`${UNANSWERED}select 1 from audit_heads where workspace_id = ${workspaceId} for no key update`.execute(
    tx,
  )
}

export async function holdNumber(tx: Tx, name: string): Promise<void> {
  await sql`${UNANSWERED}select pg_advisory_xact_lock(${numberOf(name)})`.execute(tx)
}

const tryLock = prepared((db, by: { number: string }) => ({
  compile: () =>
    sql<{ held: boolean }>`select pg_try_advisory_xact_lock(${by.number}) as held`.compile(db),
}))

export async function tryNumber(tx: Tx, name: string): Promise<boolean> {
  const [answer] = await tryLock(tx, { number: numberOf(name) })
  return answer!.held
}

/** Longer than most commits, in ms; two that wait for each other would be told apart after a second. */
const BRIEFLY = 50

export async function beBrief(tx: Tx): Promise<void> {
  await sql`set local lock_timeout = ${sql.lit(BRIEFLY)}`.execute(tx)
}

export async function bePatient(tx: Tx): Promise<void> {
  await sql`set local lock_timeout = 0`.execute(tx)
}

/** As PostgreSQL wants it: 64 bits. */
function numberOf(name: string): string {
  return createHash('sha256').update(name).digest().readBigInt64BE().toString()
}
