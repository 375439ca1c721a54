/** What a connection may cost before its client is known, and what every request may cost. */
export interface Limits {
  /**
   * How long a request's head may take to arrive, in ms, from the start of the connection or of the request.
   */
  headWithin: number
  /** The whole request, body included. */
  requestWithin: number
  /**
   * How long to read on from a client that still sends after its answer is out, so that the client sees the
   * answer.
   */
  lingerFor: number
  /** How long a client may take nothing of its answer before the connection is cut. */
  stalledAfter: number
  /** An idle connection is kept for this long: longer than proxies keep theirs. */
  idleFor: number
  /** How often the first two limits are checked. */
  lookEvery: number
  /** Connections over which nobody has shown a key, a session or a credential yet. */
  strangers: number
  /** The largest body of a route that needs no key, in bytes. */
  openBody: number
  /** The largest body of any other route, in bytes. */
  body: number
  /** The most bytes of all bodies that are being read at the same time. */
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
