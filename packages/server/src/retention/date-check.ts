import type { Moment } from '../stopwatch.ts'
import { DAY } from './day.ts'

/** A date that is so much further on than it should be may be wrong; a machine's sleep is shorter. */
const JUMP = 7 * DAY
/** It is taken for right when the server has run with it for so long. */
const PROVEN = DAY

/**
 * Whether things may be deleted for their age. By a date that is wrong, as that of a machine whose
 * clock lost its battery, all would be old, and gone when the date is put right.
 */
export class DateCheck {
  #seen: Moment
  /** Since when the date is in doubt, monotonic. */
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
