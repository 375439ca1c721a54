import { type Dirent, opendirSync } from 'node:fs'
import { hasCode } from '../../error-code.ts'
import { CLOSED, STEERING } from './closed.ts'
import type { Ignored } from './ignored.ts'
import { bytesOf, type RawPath, rawOf } from './raw-path.ts'
import { type FileState, stateOf } from './state.ts'

export interface ScanLimits {
  files: number
  /** How many of them may be ignored files. */
  ignored: number
  /** A time of `performance.now()`. */
  deadline: number
  /** A folder that is not looked into: the runner's own. */
  except: string
}

/** A folder that may be looked into. */
interface Folder {
  path: RawPath
  /** The uppermost ignored folder that it lies in. */
  ignoredRoot: RawPath | null
  /** It belongs to a repository's own folder, where no ignore rule applies. */
  isSteering?: true
}

/**
 * What lies below a folder at one moment: files, links, pipes and the like, and folders that it
 * doesn't look into. It follows no link and opens nothing but folders. Ignored files come last,
 * with a limit of their own, so that they take no room from the rest.
 */
export class Scan {
  /** null: there is no such file (any more). */
  readonly files = new Map<RawPath, FileState | null>()
  /** For files in ignored folders, the uppermost ignored folder. */
  readonly ignoredRoots = new Map<RawPath, RawPath>()
  /** False when a limit was reached, or something couldn't be looked into. */
  complete = true
  /** Like `complete`, for ignored files. */
  ignoredComplete = true
  readonly #root: string
  readonly #limits: ScanLimits
  readonly #ignored: Ignored | null
  readonly #except: RawPath
  /** Still to be looked into: what counts, and then what is ignored. */
  readonly #open: Folder[] = []
  readonly #later: Folder[] = []
  #ignoredCount = 0
  #isFull = false

  constructor(root: string, limits: ScanLimits, ignored: Ignored | null) {
    this.#root = root
    this.#limits = limits
    this.#ignored = ignored
    const below = limits.except.startsWith(`${root}/`)
    this.#except = below ? rawOf(limits.except.slice(root.length + 1)) : '/'
  }

  /** Scans everything. One folder is open at a time, however deep they lie. */
  walk(): void {
    this.#open.push({ path: '', ignoredRoot: null })
    for (;;) {
      const next = this.#open.pop() ?? this.#later.shift()
      if (!next) return
      if (this.#isFull) break
      this.#lookInto(next)
    }
    this.ignoredComplete = false
  }

  /** Looks at one path, wherever it lies; `ignored`: what is known about it from before. */
  visit(path: RawPath, ignored = false): void {
    if (this.files.has(path) || this.#isExcept(path)) return
    if (this.#inTime) this.#add(path, ignored)
    else this.#full()
  }

  get #inTime(): boolean {
    return performance.now() <= this.#limits.deadline
  }

  #full(): void {
    this.#isFull = true
    this.complete = false
  }

  #isExcept(path: RawPath): boolean {
    return path === this.#except || path.startsWith(`${this.#except}/`)
  }

  #lookInto(folder: Folder): void {
    const { path, ignoredRoot, isSteering } = folder
    const isIgnored = ignoredRoot !== null
    if (!isIgnored && !isSteering) this.#ignored?.enter(path)
    let count = 0
    try {
      for (const entry of entriesOf(bytesOf(this.#root, path))) {
        if (++count % 64 === 0 && !this.#inTime) this.#full()
        if (isIgnored && this.#ignoredCount >= this.#limits.ignored) this.ignoredComplete = false
        if (this.#isFull || (isIgnored && this.#ignoredCount >= this.#limits.ignored)) return
        this.#meet(path === '' ? entry.name : `${path}/${entry.name}`, entry, folder)
      }
    } catch (error) {
      if (!hasCode(error, 'ENOENT', 'ENOTDIR')) this.#sealed(path, isIgnored)
    }
  }

  #meet(path: RawPath, entry: Dirent, folder: Folder): void {
    if (this.#isExcept(path)) return
    const { ignoredRoot, isSteering = false } = folder
    const isFolder = entry.isDirectory()
    const isRepository = isFolder && entry.name === '.git'
    if (isRepository && ignoredRoot === null && !isSteering) {
      this.#meetRepository(path)
      return
    }
    const isIgnored = ignoredRoot !== null || (!isSteering && this.#leavesOut(path, isFolder))
    if (!isFolder) this.#add(path, isIgnored, ignoredRoot)
    else if (isRepository || CLOSED.has(entry.name)) this.#add(path, true, ignoredRoot)
    else if (!isIgnored) this.#open.push({ ...folder, path })
    else {
      this.#add(path, true, ignoredRoot)
      this.#later.push({ path, ignoredRoot: ignoredRoot ?? path })
    }
  }

  #leavesOut(path: RawPath, isFolder: boolean): boolean {
    return this.#ignored?.has(path, isFolder) ?? false
  }

  /** A repository's objects are nobody's work, but what steers git is worth telling. */
  #meetRepository(path: RawPath): void {
    this.#add(path, false)
    for (const name of STEERING) {
      const its = `${path}/${name}`
      const state = stateOf(bytesOf(this.#root, its), false)
      if (state?.kind === 'folder') {
        this.#open.push({ path: its, ignoredRoot: null, isSteering: true })
      } else if (state !== null) this.#add(its, false)
    }
  }

  #add(path: RawPath, ignored: boolean, root: RawPath | null = null): void {
    if (this.files.has(path) || isSample(path)) return
    if (this.files.size >= this.#limits.files) {
      this.#full()
      return
    }
    const state = stateOf(bytesOf(this.#root, path), ignored)
    if (state === undefined) {
      this.complete = false
      return
    }
    this.files.set(path, state)
    if (!ignored) return
    this.#ignoredCount++
    if (root !== null) this.ignoredRoots.set(path, root)
  }

  /** A folder that can't be read is listed, and the scan is marked as incomplete. */
  #sealed(folder: RawPath, isIgnored: boolean): void {
    if (isIgnored) this.ignoredComplete = false
    else this.complete = false
    // If the path is too long to be listed, its nearest listable folder stands for it.
    for (let path = folder; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
      const state = stateOf(bytesOf(this.#root, path), isIgnored)
      if (!state) continue
      this.files.set(path, state)
      return
    }
  }
}

/** Reads entries one by one: a folder may have millions. */
function* entriesOf(path: Buffer): Generator<Dirent> {
  const folder = opendirSync(path, { encoding: 'latin1', bufferSize: 256 })
  try {
    for (;;) {
      const entry = folder.readSync()
      if (entry === null) return
      yield entry
    }
  } finally {
    folder.closeSync()
  }
}

/** Git lays out samples of hooks, which nothing runs. */
const isSample = (path: RawPath) => /(?:^|\/)\.git\/hooks\/[\w-]+\.sample$/.test(path)
