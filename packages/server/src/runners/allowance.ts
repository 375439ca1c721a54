import type { Up } from '@mission-control/protocol/runner'
import { Bucket } from './bucket.ts'

/**
 * So many messages at once, and so many more each second, of the kinds that an honest runner has little
 * to say of; far above that. Those of its runs are as many as it was given: they only wait (`Pace`).
 */
const ALLOWED: Partial<Record<Up['type'], [most: number, perSecond: number]>> = {
  hello: [3, 0.1],
  goodbye: [3, 0.1],
  heartbeat: [20, 2],
  agent: [100, 5],
  agentTested: [100, 5],
  permission: [2_000, 20],
  permissionWithdrawn: [2_000, 20],
}

/** A ping is no message, and costs an answer. */
const PINGS = [100, 10] as const

/** What one connection may say. */
export class Allowance {
  readonly #buckets = new Map<Up['type'], Bucket>()
  readonly #pings = new Bucket(...PINGS)

  /** False: that was too much of it. */
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
