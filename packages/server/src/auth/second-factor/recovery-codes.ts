import { randomBytes } from 'node:crypto'
import { hashSecret } from '../secrets.ts'

const CODES = 10
/** Without those that are taken for one another. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Each 80 random bits, so that a fast hash is enough to keep. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: CODES }, () => {
    const letters = [...randomBytes(16)].map((byte) => LETTERS[byte % LETTERS.length])
    return letters.join('').replace(/.{4}(?=.)/g, '$&-')
  })
}

/** However somebody has written it. */
export function hashRecoveryCode(code: string): string {
  return hashSecret(code.toLowerCase().replace(/[\s-]/g, ''))
}
