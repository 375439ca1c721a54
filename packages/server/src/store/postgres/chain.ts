import { sql } from 'kysely'
import { BEGINNING } from '../audit-chain.ts'
import { unanswered } from '../prepared.ts'
import type { AuditRow, Tx } from '../schema.ts'
import { type Columns, given, inColumns, type Types } from './given.ts'

const NEW = {
  at: 'bigint',
  actor_kind: 'text',
  actor_id: 'text',
  actor_name: 'text',
  user_id: 'text',
  action: 'text',
  target: 'text',
  outcome: 'text',
  count: 'bigint',
  address: 'text',
  user_agent: 'text',
} as const satisfies Types & Partial<Record<keyof AuditRow, string>>

/** What is given for each row: also its place among them, and what its hash is of beside that. */
const GIVEN = { ...NEW, nth: 'bigint', said: 'text' } as const satisfies Types

type Given = Record<keyof typeof NEW | 'said', unknown>

const columns = sql.join(Object.keys(NEW).map((name) => sql.ref(name)))

/** Makes or finds the head, which stays locked until the commit. */
const holdHead = unanswered((db, by: { workspaceId: string }) => {
  const head = { workspace_id: by.workspaceId, seq: 0, hash: BEGINNING, removed_hash: BEGINNING }
  return db
    .insertInto('audit_heads')
    .values(head)
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet((eb) => ({ seq: eb.ref('audit_heads.seq') })),
    )
})

/** The same hash as `auditHash` makes. */
const addRows = unanswered(
  (db, by: Columns<typeof GIVEN> & { workspaceId: string; inJson: string; rows: number }) => ({
    compile: () =>
      sql`with recursive
        head as (select seq, hash from audit_heads where workspace_id = ${by.workspaceId}),
        said as (select * from ${given(GIVEN, by)}),
        chain(nth, hash) as (
          select 0::bigint, hash from head
          union all
          select said.nth, encode(sha256(convert_to(
            '["' || chain.hash || '",' || ${by.inJson}::text || ',' || head.seq + said.nth || ',' || said.said,
            'UTF8')), 'hex')
          from chain, head, said where said.nth = chain.nth + 1
        ),
        moved as (
          update audit_heads set seq = seq + ${by.rows}::bigint,
            hash = (select hash from chain where nth = ${by.rows}::bigint)
          where workspace_id = ${by.workspaceId}
        )
        insert into audit (workspace_id, seq, hash, ${columns})
        select ${by.workspaceId}::text, head.seq + nth, chain.hash, ${columns}
        from head, said join chain using (nth)`.compile(db),
  }),
)

/** Rows that one statement adds: each step of the chain looks through them. */
const MANY = 100

/**
 * PostgreSQL calculates the numbers and the hashes, so nobody waits for the head before the commit, which is
 * sent together with this.
 */
export async function chainAtOnce(tx: Tx, workspaceId: string, rows: Given[]): Promise<void> {
  await holdHead(tx, { workspaceId })
  for (let i = 0; i < rows.length; i += MANY) {
    const some = rows.slice(i, i + MANY).map((row, before) => ({ ...row, nth: before + 1 }))
    const about = { workspaceId, inJson: JSON.stringify(workspaceId), rows: some.length }
    await addRows(tx, { ...inColumns(GIVEN, some), ...about })
  }
}
