import { type SqlBool, sql } from 'kysely'
import { BEGINNING } from './audit-chain.ts'
import { unindexed } from './hints.ts'
import { prepared, variantOf } from './prepared.ts'
import type { AuditRow, Db, Tx } from './schema.ts'

export interface AuditFilter {
  actor?: string | undefined
  action?: string | undefined
  target?: string | undefined
  /** `ok`, the code of an error, or `refused`: any of these. */
  outcome?: string | undefined
  /** ms since 1970: from this on, and up to before that. */
  after?: number | undefined
  before?: number | undefined
}

export interface AuditRange extends AuditFilter {
  /** Only rows below this number: newest first. */
  cursor?: number | undefined
  /** Only rows above this number: oldest first. */
  behind?: number | undefined
}

const isRefused = sql<SqlBool>`outcome <> 'ok'`

/** The query's variant: which filters are given. */
const selectAudit = prepared(
  (db, by: AuditRange & { workspaceId: string; limit: number }, variant) => {
    const given = variant.split(' ')
    // Only the narrowest filter uses an index. The others check the rows that it finds.
    const order = ['target', 'refusal', 'actor', 'action']
    const narrowest = order.find((name) => given.includes(name))
    const column = (name: string, own: 'target' | 'actor_id' | 'action') =>
      name === narrowest ? own : unindexed(own)
    let query = db
      .selectFrom('audit')
      .selectAll()
      .where('workspace_id', '=', by.workspaceId)
      .orderBy('seq', given.includes('behind') ? 'asc' : 'desc')
      .limit(by.limit)
    if (given.includes('target')) query = query.where(column('target', 'target'), '=', by.target!)
    if (given.includes('actor')) query = query.where(column('actor', 'actor_id'), '=', by.actor!)
    if (given.includes('action')) query = query.where(column('action', 'action'), '=', by.action!)
    if (given.includes('refusal')) query = query.where(isRefused)
    if (given.includes('outcome')) query = query.where('outcome', '=', by.outcome!)
    if (given.includes('after')) query = query.where('at', '>=', by.after!)
    if (given.includes('before')) query = query.where('at', '<', by.before!)
    if (given.includes('cursor')) query = query.where('seq', '<', by.cursor!)
    if (given.includes('behind')) query = query.where('seq', '>', by.behind!)
    return query
  },
)

/** Newest first, or, with `behind`, oldest first. */
export async function listAudit(
  db: Db,
  workspaceId: string,
  { outcome, ...range }: AuditRange,
  limit: number,
): Promise<AuditRow[]> {
  const exact = outcome === 'refused' ? undefined : outcome
  // Outcomes other than `ok` are among the refused requests, which are few and have an index.
  const refusal = outcome !== undefined && outcome !== 'ok' ? true : undefined
  const by = { ...range, outcome: exact }
  return await selectAudit(db, { ...by, workspaceId, limit }, variantOf({ ...by, refusal }))
}

/** The ends of a workspace's chain: its newest row, and the newest that is gone. */
export async function auditEnds(db: Db, workspaceId: string) {
  const [head] = await selectHead(db, { workspaceId })
  return head ?? { seq: 0, hash: BEGINNING, removed_seq: 0, removed_hash: BEGINNING }
}

const selectHead = prepared((db, by: { workspaceId: string }) =>
  db
    .selectFrom('audit_heads')
    .select(['seq', 'hash', 'removed_seq', 'removed_hash'])
    .where('workspace_id', '=', by.workspaceId),
)

/** How many rows one transaction deletes. */
const ROWS = 500

/** When a workspace's oldest row was written. */
const oldest = sql<number>`(select audit.at from audit
  where audit.workspace_id = audit_heads.workspace_id and audit.seq = audit_heads.removed_seq + 1)`

const selectOldest = prepared((db, by: { before: number }) =>
  db
    .selectFrom('audit_heads')
    .select(['workspace_id', 'removed_seq'])
    .where(oldest, '<', by.before)
    .limit(1),
)

/** Whether the oldest row of a workspace is from before `before`. */
export async function anyAuditBefore(db: Db, before: number): Promise<boolean> {
  return (await selectOldest(db, { before })).length > 0
}

/** Removes some rows from the beginning of a log; what is left follows from the hash that is kept. */
export async function deleteSomeAudit(tx: Tx, before: number): Promise<void> {
  const [oldest] = await selectOldest(tx, { before })
  if (!oldest) return
  const first = await tx
    .selectFrom('audit')
    .select(['seq', 'hash', 'at'])
    .where('workspace_id', '=', oldest.workspace_id)
    .where('seq', '<=', oldest.removed_seq + ROWS)
    .orderBy('seq')
    .execute()
  const young = first.findIndex(({ at }) => at >= before)
  const last = first[(young === -1 ? first.length : young) - 1]!
  await tx
    .deleteFrom('audit')
    .where('workspace_id', '=', oldest.workspace_id)
    .where('seq', '<=', last.seq)
    .execute()
  await tx
    .updateTable('audit_heads')
    .set({ removed_seq: last.seq, removed_hash: last.hash })
    .where('workspace_id', '=', oldest.workspace_id)
    .execute()
}
