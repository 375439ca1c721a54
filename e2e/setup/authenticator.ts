import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What a browser and its authenticator say that isn't as it has to be. */
export interface Lies {
  origin?: string
  host?: string
  challenge?: string
  type?: string
  /** Whether somebody was there, and whether it is known who. */
  flags?: number
  counter?: number
  id?: string
  userHandle?: string
  attestation?: Buffer
}

interface Options {
  challenge: string
  [name: string]: unknown
}

const PRESENT_AND_VERIFIED = 0b0101
const HAS_KEY = 0b0100_0000
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()

/** A device with one passkey, for pages at `origin`. It does what a browser has it do, or what lies it is told. */
export class Authenticator {
  readonly id = randomBytes(32).toString('base64url')
  readonly #key: KeyObject
  readonly #point: Buffer[]
  readonly #origin: string
  #userHandle: string | undefined
  #counter = 0

  constructor(origin: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.#key = privateKey
    this.#point = [x, y].map((part) => Buffer.from(part, 'base64url'))
    this.#origin = origin
  }

  /** As navigator.credentials.create answers. */
  make({ challenge, user }: Options, lies: Lies = {}) {
    this.#userHandle = (user as { id: string }).id
    const id = Buffer.from(this.id, 'base64url')
    const [x, y] = this.#point as [Buffer, Buffer]
    const data = Buffer.concat([
      this.#data({ ...lies, flags: (lies.flags ?? PRESENT_AND_VERIFIED) | HAS_KEY }),
      Buffer.alloc(16),
      Buffer.of(0, id.length),
      id,
      // COSE: an elliptic curve's point, for ES256 on P-256.
      Buffer.from('a501020326200121', 'hex'),
      Buffer.concat([Buffer.from('5820', 'hex'), x, Buffer.from('225820', 'hex'), y]),
    ])
    const attestation =
      lies.attestation ??
      Buffer.concat([text('fmt'), text('none'), text('attStmt'), Buffer.of(0xa0)])
    const attestationObject = Buffer.concat([
      Buffer.of(0xa3),
      attestation,
      text('authData'),
      Buffer.of(0x58, data.length),
      data,
    ])
    return this.#credential(lies, {
      clientDataJSON: this.#client('webauthn.create', challenge, lies).toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
    })
  }

  /** As navigator.credentials.get answers. */
  sign({ challenge }: Options, lies: Lies = {}) {
    const [client, data] = [this.#client('webauthn.get', challenge, lies), this.#data(lies)]
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), this.#key)
    return this.#credential(lies, {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: lies.userHandle ?? this.#userHandle,
    })
  }

  #credential<R>({ id = this.id }: Lies, response: R) {
    return { id, rawId: id, type: 'public-key', response } as const
  }

  #client(type: string, challenge: string, lies: Lies): Buffer {
    const said = {
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? this.#origin,
      crossOrigin: false,
    }
    return Buffer.from(JSON.stringify(said))
  }

  #data({ host, flags = PRESENT_AND_VERIFIED, counter }: Lies): Buffer {
    const count = Buffer.alloc(4)
    this.#counter += 1
    count.writeUInt32BE(counter ?? this.#counter)
    return Buffer.concat([sha256(host ?? new URL(this.#origin).hostname), Buffer.of(flags), count])
  }
}

/** A short text in CBOR. */
function text(value: string): Buffer {
  return Buffer.concat([Buffer.of(0x60 + value.length), Buffer.from(value)])
}
