import { constants } from 'node:os'

/**
 * Why a disk doesn't take what is written: it has no room, it is read-only (or belongs to somebody
 * else), or it fails.
 */
export type Refusal = 'full' | 'read_only' | 'failing'

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

/** Null: the error is no word of the disk. */
export function refusalOf(error: unknown): Refusal | null {
  const { errcode, code, errno } = error as { errcode?: number; code?: string; errno?: number }
  // The bits above the first eight say more exactly where it happened.
  if (typeof errcode === 'number') return SQLITE[errcode & 0xff] ?? null
  // A quota: Node has no name for it.
  if (errno === -EDQUOT) return 'full'
  return SYSTEM[code ?? ''] ?? null
}
