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
  /** When it was cut off last, in ms of the monotonic clock. */
  cutAt: number
}

/** How long which runners stay out, by the hash of their credential. */
export class Penalties {
  readonly #records = new Map<string, Record>()
  readonly #now: () => number

  constructor(now = () => performance.now()) {
    this.#now = now
  }

  /** In ms; 0: it may come. */
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

  /** How often that was, without a long pause between. */
  countMisbehaviour(hash: string): number {
    const record = this.#of(hash)
    const now = this.#now()
    record.times = now - record.cutAt > FORGOTTEN_AFTER ? 1 : record.times + 1
    record.cutAt = now
    return record.times
  }

  /** What is on record: another server has cut it off, or this one before it was started; `ago` in ms. */
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
