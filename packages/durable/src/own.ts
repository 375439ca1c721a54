import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Makes the folder for this user alone, also where it is there and others can look into it. */
export function ownFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  tighten(path)
}

/** Closes the folder, its files and the folders named, with their files, to other users. */
export function ownTree(path: string, folders: readonly string[]): void {
  ownFolder(path)
  for (const name of readdirSync(path)) {
    const inside = join(path, name)
    const entry = lstatSync(inside, { throwIfNoEntry: false })
    if (entry?.isFile()) tighten(inside)
    else if (entry?.isDirectory() && folders.includes(name)) ownTree(inside, [])
  }
}

/** A file that has gone meanwhile is nobody's; a disk that is read-only keeps what it has. */
function tighten(path: string): void {
  const { mode } = lstatSync(path, { throwIfNoEntry: false }) ?? { mode: 0 }
  if ((mode & 0o077) === 0) return
  try {
    chmodSync(path, mode & 0o700)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!['ENOENT', 'EROFS', 'EPERM'].includes(code ?? '')) throw error
  }
}
