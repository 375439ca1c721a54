import { whyRefused } from '@mission-control/durable'
import { codeOf, hasCode } from '../error-code.ts'
import type { Log } from '../log.ts'

/**
 * How long one look through the folder counts, in ms: a look takes a while, and many runs may fail
 * at once.
 */
const KNOWN_FOR = 30_000

/** Says what fills the disk of the runner's folder, in the log and in the failure of the run. */
export class FullDisk {
  readonly #dir: string
  readonly #log: Log
  #known: { until: number; code: string; words: Promise<string> } | null = null

  constructor(dir: string, log: Log) {
    this.#dir = dir
    this.#log = log
  }

  /**
   * Logs, and returns in words, why the disk takes nothing; passes on other errors of the system as
   * they are.
   */
  async tell(error: unknown): Promise<string> {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    if (!hasCode(cause, 'ENOSPC', 'EDQUOT', 'EROFS', 'EIO')) return `${codeOf(error)}.`
    const code = codeOf(cause)
    const now = performance.now()
    if (this.#known?.code !== code || now >= this.#known.until) {
      this.#known = { until: now + KNOWN_FOR, code, words: this.#look(code) }
    }
    return await this.#known.words
  }

  async #look(code: string): Promise<string> {
    const words = `The runner's folder ${this.#dir} cannot be written: ${await whyRefused(this.#dir, code)}`
    this.#log.error({ error: code }, words)
    return words
  }
}
