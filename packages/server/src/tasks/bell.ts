/** Wakes one waiting caller. A ring while nobody waits ends the next wait at once. */
export class Bell {
  #rung = Promise.withResolvers<void>()

  readonly ring = (): void => this.#rung.resolve()

  /** Resolves with the next ring, or after `ms`. */
  async heard(ms: number): Promise<void> {
    const timer = setTimeout(this.ring, ms)
    await this.#rung.promise
    clearTimeout(timer)
    this.#rung = Promise.withResolvers()
  }
}
