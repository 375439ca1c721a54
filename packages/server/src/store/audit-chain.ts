import { hash } from 'node:crypto'
import type { AuditEntry } from '@mission-control/protocol'

/** The hash before a workspace's first row. */
export const BEGINNING = '0'.repeat(64)

/**
 * The hash of a row: of the hash before it, and of all that it says. Pure; whoever has an export can
 * calculate it again, so the order of the fields never changes.
 */
export function auditHash(
  previous: string,
  workspaceId: string,
  entry: Omit<AuditEntry, 'hash'>,
): string {
  const before = [previous, workspaceId, entry.id].map((each) => JSON.stringify(each))
  return hash('sha256', `[${before},${saidBy(entry)}`)
}

/** The rest of the hashed text: what is known of a row before it has its place in the chain. */
export function saidBy(entry: Omit<AuditEntry, 'id' | 'hash'>): string {
  const { at, actor, userId, action, target, outcome, count, address, userAgent } = entry
  const who = [actor?.kind ?? null, actor?.id ?? null, actor?.name ?? null, userId]
  const what = [action, target, outcome, count, address, userAgent]
  return JSON.stringify([at, ...who, ...what]).slice(1)
}

/** What an export is, in its first line. */
export const FORMAT = 'mission-control-audit-1'

export interface Beginning {
  workspaceId: string
  /** The number and the hash of the row before the first: older ones are gone. */
  after: number
  hash: string
  /** Rows were left out: nothing can be verified. */
  filtered: boolean
}

export interface End {
  /** The number and the hash of the last row. */
  end: number
  hash: string
}

export function beginningLine({ workspaceId, after, hash, filtered }: Beginning): string {
  return `${JSON.stringify({ format: FORMAT, workspaceId, after, hash, filtered })}\n`
}

export function endLine({ end, hash }: End): string {
  return `${JSON.stringify({ end, hash })}\n`
}
