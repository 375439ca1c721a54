import type { Logger } from 'pino'
import { readClock } from './store/clock.ts'
import type { Store } from './store/store.ts'

/** Below this, in ms, clocks agree: an answer takes its time. */
const AGREES = 250
/** From here on, in ms, the owner is told. */
const TOLD = 2_000
/** An answer that took longer, in ms, says too little. */
const SOON = 1_000

/**
 * The clock of the database, by which all servers that share it tell the time: what one of them dates another
 * one judges. Between two looks it goes on by the monotonic clock, so this machine's date plays no part.
 */
export class SharedClock {
  #date = Date.now()
  #at = performance.now()

  readonly now = (): number => Math.floor(this.#date + performance.now() - this.#at)

  async look({ db }: Pick<Store, 'db'>, log: Pick<Logger, 'warn'>): Promise<void> {
    const asked = performance.now()
    const read = await readClock(db)
    const answered = performance.now()
    if (answered - asked > SOON) return
    const ahead = read + (answered - asked) / 2 - this.now()
    if (Math.abs(ahead) < AGREES) return
    this.#date = this.now() + ahead
    this.#at = answered
    if (Math.abs(ahead) < TOLD) return
    const ms = Math.round(ahead)
    log.warn({ ms }, "this machine's clock is wrong by the database's, which counts")
  }
}
