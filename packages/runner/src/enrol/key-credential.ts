import { challengeText, KEY_SCHEME } from '@mission-control/protocol/runner'
import { signed } from './key-pair.ts'

const SHAPE = /^mck_([0-9a-z]{26})_([\w-]{43})$/

export interface KeyCredential {
  desktopId: string
  privateKey: string
}

/** A credential that is a key of this machine's own names its desktop, as those that a server makes do. */
export function keyCredential({ desktopId, privateKey }: KeyCredential): string {
  return `mck_${desktopId.slice(desktopId.indexOf('_') + 1)}_${privateKey}`
}

/** Undefined: it is not a key, and is shown to the server as it is. */
export function readKeyCredential(credential: string): KeyCredential | undefined {
  const [, suffix, privateKey] = SHAPE.exec(credential) ?? []
  return suffix && privateKey ? { desktopId: `desktop_${suffix}`, privateKey } : undefined
}

/** The header with which a runner asks to be let in, or, given the server's challenge, proves its key. */
export function authorization(credential: string, challenge?: string): string {
  const key = readKeyCredential(credential)
  if (!key) return `Bearer ${credential}`
  const { desktopId, privateKey } = key
  if (challenge === undefined) return `${KEY_SCHEME} ${desktopId}`
  const signature = signed(challengeText(desktopId, challenge), privateKey)
  return `${KEY_SCHEME} ${desktopId} ${challenge} ${signature}`
}

/** The challenge in the header of the server's refusal. */
export function challengeIn(header: string | undefined): string | undefined {
  const [scheme, challenge = ''] = (header ?? '').split(' ', 2)
  return scheme === KEY_SCHEME && /^[\w-]{1,200}$/.test(challenge) ? challenge : undefined
}
