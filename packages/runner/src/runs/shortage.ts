import type { Log } from '../log.ts'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/**
 * The machine is too short of something to start another run. The runner tries again when a run has
 * ended, which frees what it had, and now and then, because others may have freed something.
 */
export class Shortage {
  readonly #tryAgain: () => void
  readonly #log: Log
  #timer: NodeJS.Timeout | undefined
  #pauseMs = FIRST_PAUSE_MS

  constructor(tryAgain: () => void, log: Log) {
    this.#tryAgain = tryAgain
    this.#log = log
  }

  get lasts(): boolean {
    return this.#timer !== undefined
  }

  begin(why: string): void {
    if (this.lasts) return
    this.#log.warn({ why, againInMs: this.#pauseMs }, 'Runs wait: there is too little to start one')
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#tryAgain()
    }, this.#pauseMs).unref()
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS)
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#pauseMs = FIRST_PAUSE_MS
  }
}
