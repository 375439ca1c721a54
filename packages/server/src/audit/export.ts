import { setImmediate as nextTurn } from 'node:timers/promises'
import { toAuditEntry } from '../store/audit.ts'
import { beginningLine, endLine } from '../store/audit-chain.ts'
import { type AuditFilter, auditEnds, listAudit } from '../store/audit-log.ts'
import type { Store } from '../store/store.ts'

const PAGE = 100

/**
 * The log as lines of JSON, oldest first, as it is when it begins: a line that says what it follows on, one
 * for each row, and one that says where it ends. With a filter it is no chain any more, and says so.
 */
export async function* auditExport(
  store: Pick<Store, 'db' | 'snapshot'>,
  workspaceId: string,
  filter: AuditFilter,
): AsyncGenerator<string, void> {
  const isWhole = Object.values(filter).every((value) => value === undefined)
  const { ends, first } = await store.snapshot(async (db) => {
    const ends = await auditEnds(db, workspaceId)
    const first = await listAudit(db, workspaceId, { ...filter, behind: ends.removed_seq }, PAGE)
    return { ends, first }
  })
  yield beginningLine({
    workspaceId,
    after: ends.removed_seq,
    hash: ends.removed_hash,
    filtered: !isWhole,
  })
  let last = ends.removed_seq
  for (let page = first; page.length > 0; ) {
    const rows = page.filter(({ seq }) => seq <= ends.seq)
    // What has become too old meanwhile is gone: an export with a gap must not look like a whole one.
    if (isWhole && rows[0] && rows[0].seq !== last + 1) throw new Error('rows have gone meanwhile')
    yield rows.map((row) => `${JSON.stringify(toAuditEntry(row))}\n`).join('')
    last = page.at(-1)!.seq
    if (page.length < PAGE || last >= ends.seq) break
    await nextTurn()
    page = await listAudit(store.db, workspaceId, { ...filter, behind: last }, PAGE)
  }
  yield endLine({ end: ends.seq, hash: ends.hash })
}
