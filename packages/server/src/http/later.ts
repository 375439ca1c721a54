import type { FastifyReply } from 'fastify'

/** The answer to a request whose effect is on disk before the answer is ready. */
export class Later {
  /** The id of what the request has made: the same request again is given it. */
  readonly effect: string
  readonly respond: () => FastifyReply

  constructor(effect: string, respond: () => FastifyReply) {
    this.effect = effect
    this.respond = respond
  }
}
