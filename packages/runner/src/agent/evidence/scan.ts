import { lstatSync, opendirSync, type Stats } from 'node:fs'
import { hasCode } from '../../error-code.ts'
import { CLOSED } from './closed.ts'

/** A path below the working directory: its bytes as latin1, because a name need not be UTF-8. */
export type RawPath = string

/** What tells without opening it whether a file may have changed. */
export type FileState = Pick<Stats, 'size' | 'mtimeMs' | 'ctimeMs' | 'birthtimeMs' | 'ino'> & {
  isLink: boolean
}

export interface ScanLimits {
  files: number
  /** A time of `performance.now()`. */
  deadline: number
  /** A folder that is not looked into: the runner's own. */
  except: string
}

export const bytesOf = (root: string, path: RawPath) =>
  Buffer.from(`${Buffer.from(root).toString('latin1')}/${path}`, 'latin1')

/**
 * The regular files and links at and below some paths, as they are at one moment. No link is
 * followed, nothing is opened but folders.
 */
export class Scan {
  /** null: there is no such file (any more). */
  readonly files = new Map<RawPath, FileState | null>()
  /** False when a limit was reached. */
  complete = true
  readonly #root: string
  readonly #limits: ScanLimits
  readonly #except: RawPath

  constructor(root: string, limits: ScanLimits) {
    this.#root = root
    this.#limits = limits
    const below = limits.except.startsWith(`${root}/`)
    this.#except = below ? rawOf(limits.except.slice(root.length + 1)) : '/'
  }

  /** `''` stands for the whole working directory. */
  visit(path: RawPath): void {
    if (!this.complete || this.files.has(path)) return
    const { files, deadline } = this.#limits
    if (this.files.size >= files || performance.now() > deadline) {
      this.complete = false
      return
    }
    if (path === this.#except || path.startsWith(`${this.#except}/`)) return
    const state = stateOf(bytesOf(this.#root, path))
    this.files.set(path, state === 'folder' ? null : state)
    if (state === 'folder') this.#visitFolder(path)
  }

  #visitFolder(path: RawPath): void {
    for (const name of namesIn(bytesOf(this.#root, path))) {
      if (!CLOSED.includes(name)) this.visit(path === '' ? name : `${path}/${name}`)
      if (!this.complete) return
    }
  }
}

const rawOf = (path: string): RawPath => Buffer.from(path).toString('latin1')

function stateOf(path: Buffer): FileState | 'folder' | null {
  const stats = orNothing(() => lstatSync(path, { throwIfNoEntry: false }))
  if (stats?.isDirectory()) return 'folder'
  const isLink = stats?.isSymbolicLink() ?? false
  if (!stats || !(isLink || stats.isFile())) return null
  const { size, mtimeMs, ctimeMs, birthtimeMs, ino } = stats
  return { size, mtimeMs, ctimeMs, birthtimeMs, ino, isLink }
}

/** One by one: a folder may have millions. */
function* namesIn(path: Buffer): Generator<RawPath> {
  const folder = orNothing(() => opendirSync(path, { encoding: 'latin1', bufferSize: 256 }))
  if (!folder) return
  try {
    for (;;) {
      const entry = folder.readSync()
      if (entry === null) return
      yield entry.name
    }
  } finally {
    folder.closeSync()
  }
}

/** What can't be looked at, or has just gone, isn't there for us. */
function orNothing<T>(look: () => T): T | null {
  try {
    return look()
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG')) return null
    throw error
  }
}
