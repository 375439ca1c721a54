import type { AuditEntry } from '@mission-control/protocol'
import { iso } from '../iso.ts'
import { auditHash, BEGINNING, saidBy } from './audit-chain.ts'
import { type Deed, type Doer, deedOf } from './deed.ts'
import { engineOf } from './engine.ts'
import { chainAtOnce } from './postgres/chain.ts'
import { prepared } from './prepared.ts'
import type { AuditRow, Tx } from './schema.ts'

type NewRow = Omit<AuditRow, 'seq' | 'hash'>

/** What a transaction has to add to the logs at its end. */
const added = new WeakMap<Tx, NewRow[]>()

export const auditsOf = (tx: Tx): number => added.get(tx)?.length ?? 0

/** Drops all but the first `kept` rows, when a part of the transaction is undone. */
export function undoAudits(tx: Tx, kept: number): void {
  added.get(tx)?.splice(kept)
}

/** What a row says about a deed. Fields that are left out come from the request. */
export interface Said {
  action?: string
  target: string | null
  /** `ok`, or the code of the error. */
  outcome?: string
  count?: number
}

/**
 * Says in the log what this part of the transaction does. Needed only where the request itself doesn't
 * tell what it is done to, or who does it: each request that changes something has its row anyway.
 */
export function audit(tx: Tx, doer: Doer | undefined, said: Said): void {
  if (!doer) return
  note(tx, doer.workspaceId, { ...(deedOf(tx) ?? BY_ITSELF), doer }, said)
}

/** The deed for what somebody does on the server's own machine. */
const BY_ITSELF = { action: 'unknown', target: null, address: null, userAgent: null, at: null }

/** Adds a row for a deed. */
export function note(
  tx: Tx,
  workspaceId: string,
  deed: Omit<Deed, 'at'> & { at: number | null },
  { action = deed.action, target = deed.target, outcome = 'ok', count = 1 }: Partial<Said> = {},
): void {
  const { doer } = deed
  const row = {
    workspace_id: workspaceId,
    at: deed.at ?? Date.now(),
    actor_kind: doer?.actor.kind ?? null,
    actor_id: doer?.actor.id ?? null,
    actor_name: plain(doer?.actor.name),
    user_id: doer?.userId ?? null,
    action,
    target: plain(target),
    outcome,
    count,
    address: plain(deed.address),
    user_agent: plain(deed.userAgent),
  }
  const rows = added.get(tx)
  if (rows) rows.push(row)
  else added.set(tx, [row])
}

/** The most characters to keep of a text that strangers choose. */
const TEXT_MAX = 200

/** Cuts a text to `TEXT_MAX`, and replaces characters that an engine may not store. */
function plain(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === '') return null
  return text
    .slice(0, TEXT_MAX)
    .toWellFormed()
    .replace(/\p{Cc}/gu, '\ufffd')
}

/**
 * The last thing before a commit, before the numbers of the events: each row gets its number and its
 * hash from the head of its workspace's chain, which stays locked until the commit. Always in the same
 * order, so that no two wait for each other.
 */
export async function chainAudits(tx: Tx): Promise<void> {
  const rows = added.get(tx)
  if (!rows) return
  added.delete(tx)
  const byWorkspace = Map.groupBy(rows, ({ workspace_id }) => workspace_id)
  for (const workspaceId of [...byWorkspace.keys()].sort()) {
    await CHAIN[engineOf(tx)](tx, workspaceId, byWorkspace.get(workspaceId)!)
  }
}

const CHAIN = {
  sqlite: chainOneByOne,
  postgres: (tx: Tx, workspaceId: string, rows: NewRow[]) =>
    chainAtOnce(
      tx,
      workspaceId,
      rows.map((row) => ({ ...row, said: saidBy(toFacts(row)) })),
    ),
}

async function chainOneByOne(tx: Tx, workspaceId: string, rows: NewRow[]): Promise<void> {
  const [head] = await takeNumbers(tx, { workspaceId, count: rows.length, hash: BEGINNING })
  let { seq, hash } = { seq: head!.seq - rows.length, hash: head!.hash }
  for (const row of rows) {
    seq++
    hash = auditHash(hash, workspaceId, { id: seq, ...toFacts(row) })
    await insertRow(tx, { ...row, seq, hash })
  }
  await putHead(tx, { workspaceId, hash })
}

const takeNumbers = prepared((db, by: { workspaceId: string; count: number; hash: string }) =>
  db
    .insertInto('audit_heads')
    .values({
      workspace_id: by.workspaceId,
      seq: by.count,
      hash: by.hash,
      removed_hash: by.hash,
    })
    .onConflict((conflict) =>
      conflict
        .column('workspace_id')
        .doUpdateSet((eb) => ({ seq: eb('audit_heads.seq', '+', by.count) })),
    )
    .returning(['seq', 'hash']),
)

const putHead = prepared((db, by: { workspaceId: string; hash: string }) =>
  db.updateTable('audit_heads').set({ hash: by.hash }).where('workspace_id', '=', by.workspaceId),
)

const insertRow = prepared((db, row: AuditRow) =>
  db.insertInto('audit').values({
    workspace_id: row.workspace_id,
    seq: row.seq,
    at: row.at,
    actor_kind: row.actor_kind,
    actor_id: row.actor_id,
    actor_name: row.actor_name,
    user_id: row.user_id,
    action: row.action,
    target: row.target,
    outcome: row.outcome,
    count: row.count,
    address: row.address,
    user_agent: row.user_agent,
    hash: row.hash,
  }),
)

/** The row as the API shows it, but for its place in the chain. */
function toFacts(row: NewRow): Omit<AuditEntry, 'id' | 'hash'> {
  const { actor_kind: kind, actor_id, actor_name } = row
  return {
    at: iso(row.at),
    actor: kind === null ? null : { kind, id: actor_id ?? '', name: actor_name ?? '' },
    userId: row.user_id,
    action: row.action,
    target: row.target,
    outcome: row.outcome,
    count: row.count,
    address: row.address,
    userAgent: row.user_agent,
  }
}

export function toAuditEntry(row: AuditRow): AuditEntry {
  return { id: row.seq, ...toFacts(row), hash: row.hash }
}
