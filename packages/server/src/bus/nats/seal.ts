import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const SALT_BYTES = 16
const IV_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = SALT_BYTES + IV_BYTES + TAG_BYTES
/** Keys of other servers, or of their earlier starts, that are remembered. */
const KEPT = 64

/**
 * Seals what the servers of a fleet say to one another, by a key that only they have: whoever else reaches NATS can neither
 * read a message nor make one. Each is bound to its subject. Salt, nonce, tag, then the text; each sender has a
 * key of its own, which its salt makes of the fleet's, and counts its nonces.
 */
export class Seal {
  readonly #fleetKey: Buffer
  readonly #salt = randomBytes(SALT_BYTES)
  readonly #key: Buffer
  readonly #known = new Map<string, Buffer>()
  #count = 0n

  constructor(fleetKey: Buffer) {
    this.#fleetKey = fleetKey
    this.#key = this.#keyOf(this.#salt)
  }

  close(text: Uint8Array, subject: string): Buffer {
    const iv = Buffer.alloc(IV_BYTES)
    iv.writeBigUInt64BE(this.#count++)
    const cipher = createCipheriv(CIPHER, this.#key, iv).setAAD(Buffer.from(subject))
    const sealed = cipher.update(text)
    cipher.final()
    return Buffer.concat([this.#salt, iv, cipher.getAuthTag(), sealed])
  }

  /** Throws where it was not closed so by a server of the fleet. */
  open(bytes: Uint8Array, subject: string): Buffer {
    if (bytes.length < HEAD_BYTES) throw new Error('it is too short')
    const salt = Buffer.from(bytes.subarray(0, SALT_BYTES))
    const name = salt.toString('latin1')
    const known = this.#known.get(name)
    const key = known ?? this.#keyOf(salt)
    const iv = bytes.subarray(SALT_BYTES, SALT_BYTES + IV_BYTES)
    const opening = createDecipheriv(CIPHER, key, iv)
      .setAAD(Buffer.from(subject))
      .setAuthTag(bytes.subarray(SALT_BYTES + IV_BYTES, HEAD_BYTES))
    const text = opening.update(bytes.subarray(HEAD_BYTES))
    opening.final()
    if (!known) this.#remember(name, key)
    return text
  }

  /** Only keys by which something was opened, so strangers can push none out. */
  #remember(name: string, key: Buffer): void {
    const [oldest] = this.#known.keys()
    if (this.#known.size >= KEPT && oldest !== undefined) this.#known.delete(oldest)
    this.#known.set(name, key)
  }

  #keyOf(salt: Buffer): Buffer {
    return createHmac('sha256', this.#fleetKey).update(salt).digest()
  }
}
