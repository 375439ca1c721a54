import { Bucket } from './bucket.ts'

/** How long a runner stays out that broke the protocol, in ms; twice as long each time. */
const FIRST = 5_000
const LONGEST = 5 * 60_000
/** Breaks of the protocol are forgotten after this long without one, in ms. */
const FORGOTTEN_AFTER = 10 * 60_000

/**
 * How many connections a runner may make at once, and each second; an honest one waits longer and
 * longer between them. Every `PER_RUNS` runs in a hello count as one connection more.
 */
const CONNECTIONS = [20, 0.5] as const
const PER_RUNS = 1_000

interface Record {
  connections: Bucket
  times: number
  /** When the runner was last cut off, in ms of the monotonic clock. */
  cutAt: number
}

/** Keeps track of how long each runner has to stay out, by the hash of its credential. */
export class Penalties {
  readonly #records = new Map<string, Record>()
  readonly #now: () => number

  constructor(now = () => performance.now()) {
    this.#now = now
  }

  /** How long the runner still has to stay out, in ms; 0: it may connect. */
  waitFor(hash: string): number {
    const record = this.#records.get(hash)
    if (record === undefined) return 0
    const { times, cutAt, connections } = record
    const stay = times === 0 ? 0 : Math.min(FIRST * 2 ** (times - 1), LONGEST)
    return Math.max(cutAt + stay - this.#now(), connections.wait, 0)
  }

  /** Call it for known credentials only, so that there are no more records than desktops. */
  countConnection(hash: string): void {
    this.#of(hash).connections.take()
  }

  countRuns(hash: string, runs: number): void {
    this.#of(hash).connections.take(runs / PER_RUNS)
  }

  /** Counts a break of the protocol, and returns how many there were without a long pause in between. */
  countMisbehaviour(hash: string): number {
    const record = this.#of(hash)
    const now = this.#now()
    record.times = now - record.cutAt > FORGOTTEN_AFTER ? 1 : record.times + 1
    record.cutAt = now
    return record.times
  }

  /**
   * Takes over a cut-off from the store: another server made it, or this one before a restart. `ago`: in ms.
   */
  learn(hash: string, times: number, ago: number): void {
    const record = this.#of(hash)
    const cutAt = this.#now() - Math.max(ago, 0)
    if (cutAt > record.cutAt) Object.assign(record, { times, cutAt })
  }

  #of(hash: string): Record {
    const record = this.#records.get(hash) ?? {
      connections: new Bucket(...CONNECTIONS, this.#now),
      times: 0,
      cutAt: Number.NEGATIVE_INFINITY,
    }
    this.#records.set(hash, record)
    return record
  }
}
