import { fail } from '@mission-control/protocol'
import type { FastifyReply } from 'fastify'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

const WINDOW_SECONDS = 60
const FAILURE = 'wrong keys or passwords'
const FAILURES = 10

/** Counts requests per key or session and failures per address, over a minute. */
export class RateLimit {
  readonly #requests: RateLimiterMemory | null
  readonly #failures = new RateLimiterMemory({ points: FAILURES, duration: WINDOW_SECONDS })

  /** `perMinute`: requests that one key or session may make; 0 = no limit. */
  constructor(perMinute: number) {
    this.#requests =
      perMinute === 0
        ? null
        : new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS })
  }

  /** Counts a request. Throws `rate_limited` over the limit. */
  async countRequest(credentialId: string, reply: FastifyReply): Promise<void> {
    if (this.#requests) await consume(this.#requests, credentialId, reply, 'requests')
  }

  /** Counts a wrong key. Throws `rate_limited` over the limit; a right key is never held back by it. */
  async countWrongKey(address: string, reply: FastifyReply): Promise<void> {
    await consume(this.#failures, address, reply, FAILURE)
  }

  /**
   * Makes an attempt by a password or another thing that can be guessed. It counts before it is made:
   * over the limit even a right one isn't looked at, and many at once are no more than one by one.
   */
  async guess<T>(address: string, reply: FastifyReply, attempt: () => Promise<T>): Promise<T> {
    await consume(this.#failures, address, reply, FAILURE)
    const value = await attempt()
    await this.#failures.reward(address)
    return value
  }
}

async function consume(limiter: RateLimiterMemory, key: string, reply: FastifyReply, what: string) {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    const seconds = Math.ceil(refusal.msBeforeNext / 1000)
    reply.headers({
      'retry-after': seconds,
      'ratelimit-limit': limiter.points,
      'ratelimit-remaining': refusal.remainingPoints,
      'ratelimit-reset': seconds,
    })
    fail(
      'rate_limited',
      `At most ${limiter.points} ${what} in ${WINDOW_SECONDS} s; try again in ${seconds} s.`,
    )
  }
}
