import type { Said } from '@mission-control/protocol/runner/schemas'
import { Bucket } from './bucket.ts'

/** Reading pauses while this many bytes wait to be stored. */
const MOST = 4 * 1024 * 1024
/** The memory that a message takes in addition to its bytes. */
const EACH = 1024
/** The most messages and bytes in one transaction, so that others can write in between. */
const BATCH = 128
const BATCH_BYTES = 1024 * 1024

/**
 * How many small messages a desktop may send at once, and how many each second: more than even the
 * shortest runs cause. Output in whole chunks stays far below.
 */
const PACE = [3_000, 3_000] as const
/** Each `PER_BYTES` bytes of anything but output count as one more message. */
const PER_BYTES = 512

interface Received {
  message: Said
  bytes: number
}

/** The pace belongs to the desktop: a new connection doesn't bring a new one. */
export function newPace(): Bucket {
  return new Bucket(...PACE)
}

/** What a runner has said and is not stored yet. */
export class Inbox {
  readonly #received: Received[] = []
  readonly #pace: Bucket
  #bytes = 0
  #evidence = 0

  constructor(pace: Bucket) {
    this.#pace = pace
  }

  /** `length`: the frame's, in bytes. */
  add(message: Said, length: number): void {
    const bytes = length + EACH
    this.#received.push({ message, bytes })
    this.#bytes += bytes
    if (message.type === 'evidence') this.#evidence++
  }

  /** The messages that share the next transaction; empty once nothing is left. */
  take(): Said[] {
    let bytes = 0
    let count = 0
    for (const each of this.#received) {
      if (count === BATCH || (count > 0 && bytes + each.bytes > BATCH_BYTES)) break
      bytes += each.bytes
      count++
    }
    this.#bytes -= bytes
    for (const each of this.#received.slice(0, count)) {
      this.#pace.take(costOf(each))
      if (each.message.type === 'evidence') this.#evidence--
    }
    return this.#received.splice(0, count).map(({ message }) => message)
  }

  clear(): void {
    this.#received.length = 0
    this.#bytes = 0
    this.#evidence = 0
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Whether evidence, the largest kind of message, is waiting. */
  get holdsEvidence(): boolean {
    return this.#evidence > 0
  }

  get isEmpty(): boolean {
    return this.#received.length === 0
  }

  /** True: stop reading for now. */
  get isFull(): boolean {
    return this.#bytes > MOST
  }

  /** How long the next messages have to wait because the runner has sent too many, in ms. */
  get wait(): number {
    return this.#pace.wait
  }
}

function costOf({ message, bytes }: Received): number {
  return message.type === 'output' ? 1 : 1 + (bytes - EACH) / PER_BYTES
}
