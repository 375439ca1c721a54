/** Work that the disk has refused for now, by run; it is tried again until it is done. */
export class Owed {
  readonly #work = new Map<string, () => boolean>()

  /** Does the work, which returns whether it is done; false: it is put off. */
  pay(runId: string, work: () => boolean): boolean {
    if (work()) return true
    this.#work.set(runId, work)
    return false
  }

  has(runId: string): boolean {
    return this.#work.has(runId)
  }

  retry(): void {
    for (const [runId, work] of [...this.#work]) {
      // The work may have led to the next work for this run: don't delete that.
      if (work() && this.#work.get(runId) === work) this.#work.delete(runId)
    }
  }
}
