import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Found, readDurable, writeDurably } from '@mission-control/durable'

/** The file that holds the key if MISSION_CONTROL_SECRET_KEY doesn't. */
const KEY_FILE = 'secret.key'

/** The fewest characters of a key: a shorter file was cut by a full disk or by mistake. */
const KEY_LEAST = 32

const CIPHER = 'aes-256-gcm'
const FORMAT = 1
const IV_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES

/** A secret can't be opened. The message says why, as the end of a sentence. */
export class SecretError extends Error {
  override readonly name = 'SecretError'
}

/**
 * Encrypts secrets for the disk: format, nonce, tag, then the text by AES-256-GCM. Each is bound to
 * its `place` and can be opened only there.
 */
export class SecretBox {
  readonly #dataDir: string
  readonly #given: string | undefined
  #key: Buffer | undefined

  /** `given`: the key's text from the environment. */
  constructor(dataDir: string, given: string | undefined) {
    this.#dataDir = dataDir
    this.#given = given
  }

  seal(text: string, place: string): Buffer {
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv(CIPHER, this.#keyToSeal(), iv).setAAD(Buffer.from(place))
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.of(FORMAT), iv, cipher.getAuthTag(), sealed])
  }

  /** Throws {@link SecretError}. */
  open(sealed: Uint8Array, place: string): string {
    const bytes = Buffer.from(sealed)
    const key = this.#keyToOpen()
    if (bytes[0] !== FORMAT || bytes.length < HEAD_BYTES) throw new SecretError('it is damaged')
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(1, 1 + IV_BYTES))
      .setAAD(Buffer.from(place))
      .setAuthTag(bytes.subarray(1 + IV_BYTES, HEAD_BYTES))
    const text = decipher.update(bytes.subarray(HEAD_BYTES))
    try {
      return Buffer.concat([text, decipher.final()]).toString('utf8')
    } catch (cause) {
      throw new SecretError(`${this.#origin} is not the key that it was sealed with`, { cause })
    }
  }

  /** Derives a key for another purpose. Servers that were given the same key derive the same one. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#keyToSeal(), '', purpose, 32))
  }

  get #origin(): string {
    return this.#given === undefined
      ? `the file ${KEY_FILE} in the data directory`
      : 'MISSION_CONTROL_SECRET_KEY'
  }

  #keyToOpen(): Buffer {
    this.#key ??= keyOf(this.#given ?? this.#read() ?? missing(this.#origin))
    return this.#key
  }

  #keyToSeal(): Buffer {
    this.#key ??= keyOf(this.#given ?? this.#read() ?? this.#make())
    return this.#key
  }

  /** Null where there is none; an empty file holds none either. */
  #read(): string | null {
    const found = this.#find()
    if (found === 'missing') return null
    if (found === 'damaged') {
      throw new SecretError(
        `${this.#origin} is damaged: a key has at least ${KEY_LEAST} characters`,
      )
    }
    return found.text || null
  }

  #find(): Found {
    try {
      const isKey = (text: string) => text === '' || text.length >= KEY_LEAST
      return readDurable(join(this.#dataDir, KEY_FILE), isKey)
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      throw new SecretError(`${this.#origin} can't be read (${code})`, { cause })
    }
  }

  /** Makes the key, which is on disk before anything is encrypted with it. */
  #make(): string {
    const text = randomBytes(32).toString('base64url')
    writeDurably(join(this.#dataDir, KEY_FILE), `${text}\n`)
    return text
  }
}

function keyOf(text: string): Buffer {
  return Buffer.from(hkdfSync('sha256', text, '', 'mission-control agent set-ups', 32))
}

function missing(origin: string): never {
  throw new SecretError(`${origin} is missing`)
}
