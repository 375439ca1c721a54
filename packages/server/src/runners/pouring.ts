/** How long output counts as pouring in after much of it has waited, in ms. */
const LASTS = 500

/** Whether runs print as fast as they can: what can wait gives way to it. */
export class Pouring {
  #until = 0

  note(): void {
    this.#until = performance.now() + LASTS
  }

  get goesOn(): boolean {
    return performance.now() < this.#until
  }
}
