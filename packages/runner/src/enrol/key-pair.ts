import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The private half of a key pair that this machine makes for itself; base64url. */
export function newPrivateKey(): string {
  return randomBytes(32).toString('base64url')
}

/** The public half, which the server gets; base64url. */
export function publicKeyOf(privateKey: string): string {
  return createPublicKey(keyOf(privateKey)).export({ format: 'jwk' }).x as string
}

export function signed(text: string, privateKey: string): string {
  return sign(null, Buffer.from(text), keyOf(privateKey)).toString('base64url')
}

function keyOf(privateKey: string): KeyObject {
  const key = Buffer.concat([PKCS8_HEAD, Buffer.from(privateKey, 'base64url')])
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}
