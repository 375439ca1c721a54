import { createHash } from 'node:crypto'
import { fail } from '@mission-control/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { IDEMPOTENCY_KEY_KEPT } from '../retention/kept.ts'
import { claimKey, putIdempotencyKey } from '../store/idempotency-keys.ts'
import type { IdempotencyKeyRow } from '../store/schema.ts'
import { withEach } from '../store/together.ts'
import { Later } from './later.ts'
import { locate } from './locate.ts'

/** When to ask again for an answer that is being made, in seconds. */
const RETRY_AFTER = 1

/** A request with an idempotency key. */
export interface KeyedRequest {
  caller: AuthenticatedCaller
  route: string
  /** The path of what the request creates. */
  location: string | undefined
  key: string
  /** Everything that the request asks for, to tell a repetition from another request. */
  asked: unknown
  reply: FastifyReply
}

/** The request's key; undefined where it has none. */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && /^[!-~]{1,255}$/.test(key)) return key
  const message = 'expected 1 to 255 visible ASCII characters'
  return fail('invalid_request', `Idempotency-Key: ${message}.`, [
    { path: 'Idempotency-Key', message },
  ])
}

/**
 * Answers requests with a key: the first does what it asks for, and its answer is written in the same
 * transaction, so there is no moment at which only one of the two is on disk. The same request again
 * gets that answer. A refusal is not kept, since it has done nothing.
 */
export class Idempotency {
  readonly #core: Core
  readonly #inFlight = new Set<string>()

  constructor(core: Core) {
    this.#core = core
  }

  /**
   * `perform`: does what the request asks for or, given the effect of an earlier attempt, answers with that.
   */
  async answer(
    { caller, route, location, key, asked, reply }: KeyedRequest,
    status: number,
    perform: (effect?: string) => Promise<unknown>,
  ): Promise<FastifyReply> {
    // Rows from before there were several workspaces are of the personal one.
    const place = caller.isHome ? route : `${caller.workspaceId} ${route}`
    const name = { user_id: caller.userId, route: place, key }
    const id = JSON.stringify(name)
    const fingerprint = createHash('sha256').update(JSON.stringify(asked)).digest('hex')
    if (this.#inFlight.has(id)) return underWay(reply)
    this.#inFlight.add(id)
    try {
      const { store, now } = this.#core
      const since = now() - IDEMPOTENCY_KEY_KEPT
      const value = await store.jointly(async (tx) => {
        const claim = async () => {
          const found = await claimKey(tx, name, since)
          if (found === 'taken') underWay(reply)
          if (found !== 'free') throw new Kept(found)
        }
        // At the same time where that saves an answer to wait for; what is done in vain is undone.
        const [, value] = await withEach<() => Promise<unknown>, unknown>(
          tx,
          [claim, () => perform()],
          (work) => work(),
        )
        const made =
          value instanceof Later
            ? { body: null, effect: value.effect }
            : { body: jsonOf(value), effect: null }
        await putIdempotencyKey(tx, { ...name, fingerprint, status, ...made, created_at: now() })
        return value
      }, caller.workspaceId)
      if (value instanceof Later) return value.respond()
      locate(reply, location, value)
      return send(reply, status, jsonOf(value))
    } catch (error) {
      if (!(error instanceof Kept)) throw error
      const { kept } = error
      if (kept.fingerprint !== fingerprint) return mismatch(key)
      reply.header('idempotency-replayed', 'true')
      if (kept.effect === null) {
        if (kept.body !== null) locate(reply, location, JSON.parse(kept.body))
        return send(reply, kept.status, kept.body)
      }
      const value = await perform(kept.effect)
      return value instanceof Later ? value.respond() : send(reply, kept.status, jsonOf(value))
    } finally {
      this.#inFlight.delete(id)
    }
  }
}

/** An earlier request with the key has been answered: what this one has begun is undone. */
class Kept extends Error {
  readonly kept: IdempotencyKeyRow

  constructor(kept: IdempotencyKeyRow) {
    super('An earlier request with the key has been answered.')
    this.kept = kept
  }
}

function jsonOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

function send(reply: FastifyReply, status: number, body: string | null): FastifyReply {
  if (body === null) return reply.code(status).send()
  return reply.code(status).type('application/json; charset=utf-8').send(body)
}

/** The first request with this key has no answer yet. */
export function underWay(reply: FastifyReply): never {
  reply.header('retry-after', RETRY_AFTER)
  return fail(
    'idempotency_in_flight',
    `The first request with this Idempotency-Key is still being answered. Try again in ${RETRY_AFTER} s.`,
  )
}

function mismatch(key: string): never {
  return fail(
    'idempotency_mismatch',
    `The Idempotency-Key ${JSON.stringify(key)} was used for another request in the last 24 hours. Give each request a key of its own.`,
  )
}
