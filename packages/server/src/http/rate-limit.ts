import { fail } from '@mission-control/protocol'
import type { FastifyReply } from 'fastify'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { networkOf } from './network-of.ts'
import { type Shared, SharedCounts } from './shared-counts.ts'

const WINDOW_SECONDS = 60
const FAILURES = 10
/**
 * More than one address may try: somebody who knows an e-mail address can't lock its owner out from
 * one place.
 */
const ACCOUNT_FAILURES = 50

/** A code has six digits, and whoever guesses at it knows the password. */
const CODE_SECONDS = 15 * 60

/** Who makes an attempt, and for which account. */
export interface Guess {
  address: string
  /** The account that the attempt is for, if known. */
  account?: string
}

type Counter = 'requests' | 'wrongKeys' | 'guesses' | 'accounts' | 'codes'

/**
 * Counts requests per key or session, and failures over a minute: wrong keys and wrong passwords apart, so
 * that a script with an old key keeps nobody from signing in. Servers that share a database count together.
 */
export class RateLimit {
  readonly #limiters: Record<Counter, RateLimiterMemory>
  readonly #isLimited: boolean
  readonly #others: SharedCounts<Counter>

  /** `perMinute`: requests that one key or session may make; 0 = no limit. */
  constructor(perMinute: number, core: Shared) {
    const limiter = (points: number) => new RateLimiterMemory({ points, duration: WINDOW_SECONDS })
    this.#isLimited = perMinute > 0
    this.#limiters = {
      requests: limiter(perMinute),
      wrongKeys: limiter(FAILURES),
      guesses: limiter(FAILURES),
      accounts: limiter(ACCOUNT_FAILURES),
      codes: new RateLimiterMemory({ points: FAILURES, duration: CODE_SECONDS }),
    }
    this.#others = new SharedCounts(core, (counter, key, points) => {
      const limiter = this.#limiters[counter]
      void (points > 0 ? limiter.penalty(key, points) : limiter.reward(key, -points))
    })
  }

  /** Counts a request. Throws `rate_limited` over the limit. */
  async countRequest(credentialId: string, reply: FastifyReply): Promise<void> {
    if (this.#isLimited) await this.#consume('requests', credentialId, reply, 'requests')
  }

  /** Counts a wrong key. Throws `rate_limited` over the limit; a right key is never held back by it. */
  async countWrongKey(address: string, reply: FastifyReply): Promise<void> {
    await this.#consume('wrongKeys', networkOf(address), reply, 'wrong keys')
  }

  /**
   * Makes an attempt with a password or something else that can be guessed. The attempt counts
   * before it is made: over the limit even a right guess isn't looked at, and many at once get no
   * further than one by one.
   */
  async guess<T>(
    { address, account }: Guess,
    reply: FastifyReply,
    attempt: () => Promise<T>,
  ): Promise<T> {
    const network = networkOf(address)
    await this.#consume('guesses', network, reply, 'wrong passwords')
    if (account !== undefined) {
      await this.#consume('accounts', account, reply, 'wrong passwords for one account')
    }
    const value = await attempt()
    await this.#reward('guesses', network)
    if (account !== undefined) await this.#reward('accounts', account)
    return value
  }

  /** Counts an attempt that nobody may make often, whether it succeeds or not. */
  async countGuess({ address, account }: Guess, reply: FastifyReply): Promise<void> {
    await this.#consume('guesses', networkOf(address), reply, 'attempts')
    if (account !== undefined) await this.#consume('accounts', account, reply, 'attempts')
  }

  /** Makes an attempt with the code of a second factor, which is for one account. */
  async guessCode<T>(account: string, reply: FastifyReply, attempt: () => Promise<T>): Promise<T> {
    await this.#consume('codes', account, reply, 'wrong codes')
    const value = await attempt()
    await this.#reward('codes', account)
    return value
  }

  async #consume(counter: Counter, key: string, reply: FastifyReply, what: string): Promise<void> {
    await consume(this.#limiters[counter], key, reply, what)
    this.#others.add(counter, key, 1)
  }

  async #reward(counter: Counter, key: string): Promise<void> {
    await this.#limiters[counter].reward(key)
    this.#others.add(counter, key, -1)
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
      `Too many ${what}: at most ${limiter.points} in ${limiter.duration} s. Try again in ${seconds} s.`,
    )
  }
}
