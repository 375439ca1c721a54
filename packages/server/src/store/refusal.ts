import { constants } from 'node:os'

/**
 * Why nothing is stored: the disk has no room, it is read-only (or belongs to somebody else), or it
 * fails; or the database, which is elsewhere, can't be reached.
 */
export type Refusal = 'full' | 'read_only' | 'failing' | 'away'

/** The database can't be reached. Of a commit that was under way nobody knows whether it has happened. */
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

/** PostgreSQL's, where it is there and can't store: by its codes or their classes. */
const POSTGRES: Record<string, Refusal> = {
  '53100': 'full',
  '25006': 'read_only',
  '58030': 'failing',
  XX001: 'failing',
  XX002: 'failing',
}

/** PostgreSQL's for a transaction that would wait for one that waits for it, or has waited for long enough. */
const LOST_RACES = ['40P01', '40001', '55P03']

/** A server of a version that counted the numbers of the search by itself has just taken the same one. */
const TAKEN = 'tasks_by_search'

/** Nothing of it has happened, and the same again may well work. */
export function isLostRace(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return LOST_RACES.includes(code ?? '') || constraint === TAKEN
}

/** Null: the error is no word of the disk or the database. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof DatabaseAwayError) return 'away'
  const { errcode, code, errno } = error as { errcode?: number; code?: string; errno?: number }
  // The bits above the first eight say more exactly where it happened.
  if (typeof errcode === 'number') return SQLITE[errcode & 0xff] ?? null
  // A quota: Node has no name for it.
  if (errno === -EDQUOT) return 'full'
  return SYSTEM[code ?? ''] ?? POSTGRES[code ?? ''] ?? null
}
