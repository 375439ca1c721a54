/** What a connection may cost before its client is known, and what every request may cost. */
export interface Limits {
  /** A request's head has to be there within so many ms, from the connection's or the request's first moment on. */
  headWithin: number
  /** The whole request, body included. */
  requestWithin: number
  /**
   * For how long a client is read that still sends when its answer is out, so that it sees that
   * answer.
   */
  lingerFor: number
  /** An answer of which the client takes nothing for this long is given up. */
  stalledAfter: number
  /** An idle connection is kept for this long: longer than proxies keep theirs. */
  idleFor: number
  /** How often the first two limits are checked. */
  lookEvery: number
  /** Connections over which nobody has shown a key, a session or a credential yet. */
  strangers: number
  /** Bytes of a body where no key is needed. */
  openBody: number
  /** Bytes of any other body. */
  body: number
  /** Bytes of all bodies that are being read at one time. */
  bodies: number
}

const KIB = 1024

export const LIMITS: Limits = {
  headWithin: 20_000,
  requestWithin: 60_000,
  lingerFor: 5_000,
  stalledAfter: 30_000,
  idleFor: 72_000,
  lookEvery: 1_000,
  strangers: 512,
  openBody: 4 * KIB,
  body: 1024 * KIB,
  bodies: 32 * 1024 * KIB,
}
