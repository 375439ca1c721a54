import { mergeParts, stepsOfMerge } from '../store/search-index.ts'
import type { Store } from '../store/store.ts'

/**
 * What follows each transaction that indexes: a rest, and a merge when it is time for one. SQLite refuses
 * an index of 2,000 parts as it refuses a full disk, and a long output alone makes 17.
 */
export class Steps {
  /**
   * Whether there is something to merge. True at the start, because an earlier server may have left parts.
   */
  isMerging = true
  readonly #store: Store
  readonly #restAfter: (start: number) => Promise<unknown>
  #sinceMerge = 0

  /** `restAfter`: rests after what began at `start`. */
  constructor(store: Store, restAfter: (start: number) => Promise<unknown> = async () => null) {
    this.#store = store
    this.#restAfter = restAfter
  }

  /** After a transaction that began at `start`. */
  async after(start: number): Promise<void> {
    this.isMerging = true
    await this.#restAfter(start)
    if (++this.#sinceMerge >= stepsOfMerge(this.#store.db)) await this.merge()
  }

  async merge(): Promise<void> {
    this.#sinceMerge = 0
    const start = performance.now()
    this.isMerging = await mergeParts(this.#store)
    await this.#restAfter(start)
  }
}
