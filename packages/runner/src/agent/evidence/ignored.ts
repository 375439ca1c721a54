import { FileReader } from './file-reader.ts'
import { type IgnoreRules, isIgnoredBy, parseIgnoreRules } from './ignore-rules.ts'
import { bytesOf, type RawPath, rawOf } from './raw-path.ts'

/** How many `.gitignore` files count. */
const FILES_MAX = 2_000

/**
 * The rules of a working tree's `.gitignore` files, as they were when each folder was first seen.
 */
export class Ignored {
  readonly #top: string
  /** The rules by folder, from the top of the working tree down. */
  readonly #rules = new Map<RawPath, IgnoreRules>()
  readonly #prefix: RawPath
  readonly #reader = new FileReader('sha1')
  #frozen = false

  /** `workDir`: the top of the working tree, or below it. */
  constructor(top: string, workDir: string) {
    this.#top = top
    this.#prefix = workDir === top ? '' : `${rawOf(workDir.slice(top.length + 1))}/`
    const names = this.#prefix.split('/').slice(0, -1)
    for (let depth = 0; depth <= names.length; depth++) this.#read(names.slice(0, depth).join('/'))
  }

  /** Whether the working directory itself is ignored, or lies in what is. */
  get everything(): boolean {
    const names = this.#prefix.split('/').slice(0, -1)
    return names.some((_, depth) => this.#says(names.slice(0, depth + 1).join('/'), true))
  }

  /** From now on changes to these files don't count. */
  freeze(): void {
    this.#frozen = true
  }

  /** Call it before a folder below the working directory is looked into. */
  enter(folder: RawPath): void {
    if (!this.#frozen && folder !== '') this.#read(this.#prefix + folder)
  }

  /**
   * Whether the rules ignore the path itself; the caller knows whether it lies in an ignored
   * folder.
   */
  has(path: RawPath, isFolder: boolean): boolean {
    return this.#says(this.#prefix + path, isFolder)
  }

  /** The nearest `.gitignore` file decides. */
  #says(path: RawPath, isFolder: boolean): boolean {
    for (let end = path.lastIndexOf('/'); ; end = path.lastIndexOf('/', end - 1)) {
      const rules = this.#rules.get(path.slice(0, Math.max(0, end)))
      const said = rules ? isIgnoredBy(rules, path.slice(end + 1), isFolder) : null
      if (said !== null) return said
      if (end < 0) return false
    }
  }

  #read(folder: RawPath): void {
    if (this.#rules.size >= FILES_MAX) return
    const path = folder === '' ? '.gitignore' : `${folder}/.gitignore`
    const rules = this.#reader.read(bytesOf(this.#top, path))?.text
    if (rules) this.#rules.set(folder, parseIgnoreRules(rules.toString('latin1')))
  }
}
