import type { Up } from '@mission-control/protocol/runner'
import { Bucket } from './bucket.ts'

/**
 * For the kinds of messages that an honest runner seldom sends: how many it may send at once, and
 * how many more each second; both are far above what it needs. Messages about runs have no
 * allowance, only a pace (`inbox.ts`), because a runner has as many as it was given.
 */
const ALLOWED: Partial<Record<Up['type'], [most: number, perSecond: number]>> = {
  hello: [3, 0.1],
  goodbye: [3, 0.1],
  leave: [3, 0.1],
  heartbeat: [20, 2],
  agent: [100, 5],
  agentTested: [100, 5],
  permission: [2_000, 20],
  permissionWithdrawn: [2_000, 20],
}

/** Pings count apart: they are no messages, and each costs an answer. */
const PINGS = [100, 10] as const

/** What one connection may say. */
export class Allowance {
  readonly #buckets = new Map<Up['type'], Bucket>()
  readonly #pings = new Bucket(...PINGS)

  /** Counts a message. False: the connection has sent too many of this type. */
  allows(type: Up['type']): boolean {
    const allowed = ALLOWED[type]
    if (allowed === undefined) return true
    const bucket = this.#buckets.get(type) ?? new Bucket(...allowed)
    this.#buckets.set(type, bucket)
    return bucket.take()
  }

  allowsPing(): boolean {
    return this.#pings.take()
  }
}
