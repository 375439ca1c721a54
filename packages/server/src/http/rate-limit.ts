import { fail } from '@mission-control/protocol'
import type { FastifyReply } from 'fastify'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

const WINDOW_SECONDS = 60
const WRONG_KEYS = 10

/** Counts requests per key and failures per address, over a minute. */
export class RateLimit {
  readonly #perKey: RateLimiterMemory | null
  readonly #wrongKeys = new RateLimiterMemory({ points: WRONG_KEYS, duration: WINDOW_SECONDS })

  /** `perMinute`: requests that one key may make; 0 = no limit. */
  constructor(perMinute: number) {
    this.#perKey =
      perMinute === 0
        ? null
        : new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS })
  }

  /** Counts a request. Throws `rate_limited` over the limit. */
  async countRequest(keyId: string, reply: FastifyReply): Promise<void> {
    if (this.#perKey) await consume(this.#perKey, keyId, reply, 'requests')
  }

  /** Counts a wrong key. Throws `rate_limited` over the limit; a right key is never held back by it. */
  async countWrongKey(address: string, reply: FastifyReply): Promise<void> {
    await consume(this.#wrongKeys, address, reply, 'wrong keys')
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
