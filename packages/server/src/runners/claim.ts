import { KEY_SCHEME } from '@mission-control/protocol/runner'
import { hashSecret } from '../auth/secrets.ts'
import { keyIdOf } from '../join/key-id.ts'

interface BearerClaim {
  kind: 'bearer'
  /** What the store has of the credential. */
  hash: string
}

export interface KeyClaim {
  kind: 'key'
  hash: string
  /** Not yet: it asks for the challenge. */
  answer: { challenge: string; signature: string } | undefined
}

const KEY = new RegExp(`^${KEY_SCHEME} (desktop_[0-9a-z]{26})(?: ([\\w-]+) ([\\w-]{86}))?$`, 'i')

/** As which desktop a runner wants to be let in, by its Authorization header. */
export function claimOf(authorization = ''): BearerClaim | KeyClaim {
  const [, desktopId, challenge, signature] = KEY.exec(authorization) ?? []
  if (desktopId !== undefined) {
    const answer = challenge && signature ? { challenge, signature } : undefined
    return { kind: 'key', hash: keyIdOf(desktopId), answer }
  }
  const credential = /^Bearer (\S+)$/i.exec(authorization)?.[1]
  return { kind: 'bearer', hash: hashSecret(credential ?? '') }
}
