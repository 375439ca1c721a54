/** How often to look, in ms. */
export const LOOK_EVERY = 1_000
/**
 * If a look comes this late, or the date has moved against the monotonic clock by this much, in ms, nobody
 * was looking meanwhile.
 */
const LAPSE = 5_000

/** One moment by both clocks, in ms. */
export interface Moment {
  /** Since 1970; jumps when the machine's date is set, and over a suspend. */
  date: number
  /** Since some beginning; only goes forward, and stands still in a suspend. */
  monotonic: number
}

export function momentNow(): Moment {
  return { date: Date.now(), monotonic: performance.now() }
}

/** Others have looked without a gap from `since` until `now`; dates in ms. */
export interface Before {
  since: number
  now: number
}

/**
 * How long things have stayed as they are, counting only time in which somebody was there to notice a
 * change: it begins anew at a start, and after this process was suspended or the date was set. Where
 * others have looked `before`, what is known to have begun by its date has lasted since then.
 */
export class Stopwatch {
  readonly #before: Before | undefined
  readonly #since = new Map<string, { as: number | null; at: number }>()
  #looked: Moment | undefined

  constructor(before?: Before) {
    this.#before = before
  }

  /**
   * Looks at things, each with its id, its state, and the date since which it has been in that state, if
   * known. Returns for how many ms each has been so. Things that aren't named are forgotten.
   */
  look(
    things: Iterable<readonly [id: string, as: number | null, begun?: number | null]>,
    now: Moment,
  ): Map<string, number> {
    const before = this.#looked ? undefined : this.#before
    if (this.#looked && lapsed(this.#looked, now)) this.#since.clear()
    this.#looked = now
    const elapsed = new Map<string, number>()
    for (const [id, as, begun = null] of things) {
      const known = this.#since.get(id)
      const since = known?.as === as ? known : { as, at: now.monotonic - lasted(begun, before) }
      this.#since.set(id, since)
      elapsed.set(id, now.monotonic - since.at)
    }
    for (const id of this.#since.keys()) if (!elapsed.has(id)) this.#since.delete(id)
    return elapsed
  }
}

function lasted(begun: number | null, before: Before | undefined): number {
  if (begun === null || !before) return 0
  return Math.max(0, before.now - Math.max(begun, before.since))
}

function lapsed(before: Moment, now: Moment): boolean {
  const monotonic = now.monotonic - before.monotonic
  const date = now.date - before.date
  return monotonic > LOOK_EVERY + LAPSE || Math.abs(date - monotonic) > LAPSE
}
