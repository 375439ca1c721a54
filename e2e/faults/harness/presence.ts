import type { Fleet } from '../../../bench/src/fleet/fleet.ts'

const LOOK_EVERY = 20

/** How many desktops of a fleet are away, looked at all along from when all were there. */
export class Presence implements Disposable {
  readonly #begun = performance.now()
  readonly #timer: NodeJS.Timeout
  /** The most that were away at once. */
  mostAway = 0
  /** Seconds from the beginning until all were back for good. */
  allBackAfter = 0

  constructor(fleet: Fleet, desktops: number) {
    this.#timer = setInterval(() => {
      const away = desktops - fleet.connected
      this.mostAway = Math.max(this.mostAway, away)
      if (away > 0) this.allBackAfter = (performance.now() - this.#begun) / 1000
    }, LOOK_EVERY)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}
