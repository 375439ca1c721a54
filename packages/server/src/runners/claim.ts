import { KEY_SCHEME } from '@mission-control/protocol/runner'
import { hashSecret } from '../auth/secrets.ts'
import { keyIdOf } from '../join/key-id.ts'

interface BearerClaim {
  kind: 'bearer'
  /** The credential's hash, as the store keeps it. */
  hash: string
}

export interface KeyClaim {
  kind: 'key'
  hash: string
  /** Undefined: the runner asks for a challenge first. */
  answer: { challenge: string; signature: string } | undefined
}

const KEY = new RegExp(`^${KEY_SCHEME} (desktop_[0-9a-z]{26})(?: ([\\w-]+) ([\\w-]{86}))?$`, 'i')

/** Reads from the Authorization header which desktop the runner claims to be. */
export function claimOf(authorization = ''): BearerClaim | KeyClaim {
  const [, desktopId, challenge, signature] = KEY.exec(authorization) ?? []
  if (desktopId !== undefined) {
    const answer = challenge && signature ? { challenge, signature } : undefined
    return { kind: 'key', hash: keyIdOf(desktopId), answer }
  }
  const credential = /^Bearer (\S+)$/i.exec(authorization)?.[1]
  return { kind: 'bearer', hash: hashSecret(credential ?? '') }
}
