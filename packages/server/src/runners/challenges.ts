import { createHmac, createPublicKey, randomBytes, timingSafeEqual, verify } from 'node:crypto'
import { challengeText } from '@mission-control/protocol/runner'

/** How long a runner may take to answer a challenge, in ms. */
const ANSWERED_WITHIN = 30_000
const NONCE_BYTES = 16
const TIME_BYTES = 6
const TAG_BYTES = 16

/**
 * What a runner signs to be let in. The server stores nothing about a challenge until it is answered
 * correctly: the challenge carries its time, and a tag that only the servers' key can make. Each challenge
 * lets in once.
 */
export class Challenges {
  readonly #key: Buffer
  readonly #now: () => number
  /** The challenges that have let somebody in, with the time at which each expires. */
  readonly #used = new Map<string, number>()

  /** `key`, `now`: shared by servers of which one may ask and another get the answer. */
  constructor(key: Buffer | undefined, now: () => number) {
    this.#key = key ?? randomBytes(32)
    this.#now = now
  }

  new(): string {
    const body = Buffer.concat([randomBytes(NONCE_BYTES), Buffer.alloc(TIME_BYTES)])
    body.writeUIntBE(Math.floor(this.#now()), NONCE_BYTES, TIME_BYTES)
    return Buffer.concat([body, this.#tagOf(body)]).toString('base64url')
  }

  /** Whether the owner of `publicKey` has signed this challenge, and it is used for the first time. */
  isAnswered(
    challenge: string,
    { desktopId, publicKey, signature }: Record<'desktopId' | 'publicKey' | 'signature', string>,
  ): boolean {
    const until = this.#until(challenge)
    if (until === undefined || this.#used.has(challenge)) return false
    const key = createPublicKey({
      format: 'jwk',
      key: { kty: 'OKP', crv: 'Ed25519', x: publicKey },
    })
    const text = Buffer.from(challengeText(desktopId, challenge))
    if (!verify(null, text, key, Buffer.from(signature, 'base64url'))) return false
    for (const [each, time] of this.#used) if (time < this.#now()) this.#used.delete(each)
    this.#used.set(challenge, until)
    return true
  }

  /** When the challenge was made. */
  timeOf(challenge: string): number {
    return Buffer.from(challenge, 'base64url').readUIntBE(NONCE_BYTES, TIME_BYTES)
  }

  /** When the challenge expires; undefined: it isn't one of ours, or has expired. */
  #until(challenge: string): number | undefined {
    const bytes = Buffer.from(challenge, 'base64url')
    if (bytes.length !== NONCE_BYTES + TIME_BYTES + TAG_BYTES) return undefined
    const body = bytes.subarray(0, -TAG_BYTES)
    if (!timingSafeEqual(this.#tagOf(body), bytes.subarray(-TAG_BYTES))) return undefined
    const until = body.readUIntBE(NONCE_BYTES, TIME_BYTES) + ANSWERED_WITHIN
    return until < this.#now() ? undefined : until
  }

  #tagOf(body: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(body).digest().subarray(0, TAG_BYTES)
  }
}
