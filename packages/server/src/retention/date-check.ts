import type { Moment } from '../stopwatch.ts'
import { DAY } from './day.ts'

/** A date that is further ahead than this may be wrong; a machine's sleep is shorter. */
const JUMP = 7 * DAY
/** Such a date counts as right when the server has run with it for this long. */
const PROVEN = DAY

/**
 * Whether things may be deleted because of their age. By a wrong date (a clock whose battery died)
 * everything would be old, and would be gone when somebody sets the date right.
 */
export class DateCheck {
  #seen: Moment
  /** Since when the date is in doubt, by the monotonic clock. */
  #doubtedSince: number | undefined
  readonly #onDoubt: (jump: number) => void

  /** `latest`: the latest date on record, of before this start; `onDoubt` is told by how many ms it jumped. */
  constructor(latest: number, { monotonic }: Moment, onDoubt: (jump: number) => void) {
    this.#seen = { date: latest, monotonic }
    this.#onDoubt = onDoubt
  }

  isProven(now: Moment): boolean {
    const passed = now.monotonic - this.#seen.monotonic
    const jump = now.date - this.#seen.date - passed
    this.#seen = now
    if (jump > JUMP) {
      this.#doubtedSince = now.monotonic
      this.#onDoubt(jump)
    }
    const isBack = jump < -JUMP
    if (isBack || now.monotonic - (this.#doubtedSince ?? now.monotonic) >= PROVEN) {
      this.#doubtedSince = undefined
    }
    return this.#doubtedSince === undefined
  }
}
