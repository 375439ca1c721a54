import { lstatSync, readlinkSync, type Stats } from 'node:fs'
import type { FileKind } from '@mission-control/protocol'
import { hasCode } from '../../error-code.ts'

/** What tells without opening it whether a file may have changed. */
export type FileState = Pick<Stats, 'size' | 'mode' | 'ctimeMs' | 'birthtimeMs' | 'ino'> & {
  kind: FileKind
  /** Of a link. */
  target: string | null
  /** Git's rules from before the agent ignore it. */
  ignored: boolean
}

/** null: it isn't there; undefined: that can't be told. */
export function stateOf(path: Buffer, ignored: boolean): FileState | null | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (!stats) return null
    const kind = kindOf(stats)
    const { size, mode, ctimeMs, birthtimeMs, ino } = stats
    const target = kind === 'link' ? readlinkSync(path, 'latin1') : null
    return { size, mode, ctimeMs, birthtimeMs, ino, kind, target, ignored }
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EINVAL')) return null
    if (hasCode(error, 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG', 'EIO', 'ESTALE'))
      return undefined
    throw error
  }
}

function kindOf(stats: Stats): FileKind {
  if (stats.isFile()) return 'file'
  if (stats.isSymbolicLink()) return 'link'
  if (stats.isDirectory()) return 'folder'
  if (stats.isFIFO()) return 'pipe'
  return stats.isSocket() ? 'socket' : 'device'
}
