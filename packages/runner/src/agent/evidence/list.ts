import type { ChangedFile, RunEvidence } from '@mission-control/protocol'
import { EVIDENCE_MAX } from '@mission-control/protocol/host'

/** The most for all diffs together, and for everything else about files, in bytes of JSON. */
const DIFFS_MAX = 1024 * 1024
const REST_MAX = 512 * 1024

/** Collects changed files, as many as there is room for; counts the others. */
export class ChangedFiles {
  readonly #files: ChangedFile[] = []
  #truncated: boolean
  #takesDiffs = true
  #isFull = false
  #total = 0
  #diffs = 0
  #rest = 0

  constructor(truncated: boolean) {
    this.#truncated = truncated
  }

  get told(): Pick<RunEvidence, 'files' | 'filesTruncated' | 'filesTotal'> {
    return { files: this.#files, filesTruncated: this.#truncated, filesTotal: this.#total }
  }

  get isFull(): boolean {
    return this.#isFull
  }

  get takesDiffs(): boolean {
    return this.#takesDiffs
  }

  add(file: ChangedFile): void {
    const rest = lengthOf({ ...file, diff: null })
    const diff = lengthOf(file.diff)
    this.#isFull = this.#files.length === EVIDENCE_MAX.files || this.#rest + rest > REST_MAX
    if (this.#isFull) {
      this.count()
      return
    }
    if (this.#diffs + diff > DIFFS_MAX) this.noMoreDiffs()
    this.#files.push(this.#takesDiffs ? file : { ...file, diff: null })
    this.#total++
    this.#rest += rest
    this.#diffs += diff
  }

  /** Counts a file for which there is no room. */
  count(): void {
    this.#total++
    this.#truncated = true
  }

  noMoreDiffs(): void {
    this.#takesDiffs = false
    this.#truncated = true
  }
}

const lengthOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))
