import { constants } from 'node:os'

/**
 * Why nothing is stored: the disk has no room, it is read-only (or belongs to somebody else), or it
 * fails; or the database, which is elsewhere, can't be reached.
 */
export type Refusal = 'full' | 'read_only' | 'failing' | 'away'

/** The database can't be reached. A commit that was under way may or may not have happened. */
export class DatabaseAwayError extends Error {}

const { EDQUOT } = constants.errno

/** SQLite's primary codes. */
const SQLITE: Record<number, Refusal> = { 8: 'read_only', 10: 'failing', 13: 'full' }
/** The system's, where a file is written without SQLite. */
const SYSTEM: Record<string, Refusal> = {
  ENOSPC: 'full',
  // A limit of the process.
  EFBIG: 'full',
  EROFS: 'read_only',
  EACCES: 'read_only',
  EPERM: 'read_only',
  EIO: 'failing',
}

/** PostgreSQL's codes for when it can be reached, but can't store. */
const POSTGRES: Record<string, Refusal> = {
  '53100': 'full',
  '25006': 'read_only',
  '58030': 'failing',
  XX001: 'failing',
  XX002: 'failing',
}

/**
 * PostgreSQL's codes for a deadlock, a conflict with another transaction, and a wait for a lock that took too
 * long.
 */
const LOST_RACES = ['40P01', '40001', '55P03']

/**
 * The constraint that fails if a server of an older version, which counted search numbers itself, has just
 * taken the same one.
 */
const TAKEN = 'tasks_by_search'

/** Whether the transaction was undone as a whole, and may succeed if it is repeated. */
export function isLostRace(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return LOST_RACES.includes(code ?? '') || constraint === TAKEN
}

/** What refused the write; null: neither the disk nor the database. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof DatabaseAwayError) return 'away'
  const { errcode, code, errno } = error as { errcode?: number; code?: string; errno?: number }
  // The lower eight bits are the primary code; the others say more exactly where it happened.
  if (typeof errcode === 'number') return SQLITE[errcode & 0xff] ?? null
  // A full quota, for which Node has no code.
  if (errno === -EDQUOT) return 'full'
  return SYSTEM[code ?? ''] ?? POSTGRES[code ?? ''] ?? null
}
