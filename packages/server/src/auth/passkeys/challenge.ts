import { fail } from '@mission-control/protocol'
import type { Core } from '../../core.ts'
import { useChallenge } from '../../store/passkeys.ts'
import type { Tx } from '../../store/schema.ts'
import { openCarried, sealCarried } from '../sealed.ts'
import { hashSecret } from '../secrets.ts'
import type { RelyingParty } from './relying-party.ts'

/** What an authenticator is asked to sign, for what, and where. */
export interface Challenge {
  /** Base64url. */
  challenge: string
  party: RelyingParty
  at: number
}

/** To sign in; or in this session, to add a passkey. */
type Purpose = 'sign-in' | `session_${string}`

/** How long an authenticator may take, in ms. */
export const CHALLENGE_LASTS = 5 * 60_000

const placeFor = (purpose: Purpose) => `passkey challenge of ${purpose}`

/** For the cookie of the browser that has begun. */
export function sealChallenge(core: Core, purpose: Purpose, challenge: Challenge): string {
  return sealCarried(core, placeFor(purpose), challenge)
}

/** Throws `wrong_passkey` for one that was begun elsewhere, for something else, or too long ago. */
export function openChallenge(core: Core, purpose: Purpose, sealed: string | undefined): Challenge {
  const found = openCarried<Challenge>(core, placeFor(purpose), sealed, CHALLENGE_LASTS)
  return (
    found ??
    fail(
      'wrong_passkey',
      'This was not begun in this browser, or more than 5 minutes ago. Try again.',
    )
  )
}

/**
 * Uses it up, whichever server was asked: the store keeps it until it would be too old anyway. Only who has
 * signed it right gets as far, so no stranger fills the store.
 */
export async function useUp(core: Core, tx: Tx, { challenge, at }: Challenge): Promise<void> {
  const used = { hash: hashSecret(challenge), expires_at: at + CHALLENGE_LASTS }
  if (!(await useChallenge(tx, used, core.now()))) refusePasskey()
}

/** In the same words whatever is wrong: they tell nobody who has a passkey here. */
export function refusePasskey(): never {
  return fail(
    'wrong_passkey',
    'This passkey does not sign anybody in here: it was removed, is for another address, or did not sign what was asked for. Try again, or sign in another way.',
  )
}
