import { fail, type PasskeyOptions, type PasskeySignIn } from '@mission-control/protocol'
import { atFirstUse } from '../../at-first-use.ts'
import type { Core } from '../../core.ts'
import { findUser } from '../../store/accounts.ts'
import { hold } from '../../store/locks.ts'
import { findCredential, usePasskey } from '../../store/passkeys.ts'
import { type NewSession, type Origin, openSession } from '../open-session.ts'
import { openChallenge, refusePasskey, sealChallenge, useUp } from './challenge.ts'
import type { RelyingParty } from './relying-party.ts'

export const loadCeremony = atFirstUse(() => import('./ceremony.ts'))

/** What to ask an authenticator for, and what the browser carries meanwhile. */
export interface Begun extends PasskeyOptions {
  carried: string
}

/** Nobody has said who they are: so nothing here depends on it. */
export async function startPasskeySignIn(
  core: Core,
  party: RelyingParty | undefined,
): Promise<Begun> {
  const known = party ?? refuseAddress()
  const options = await (await loadCeremony()).optionsToSignIn(known)
  const challenge = { challenge: options.challenge, party: known, at: core.now() }
  return { options: { ...options }, carried: sealChallenge(core, 'sign-in', challenge) }
}

/**
 * Makes a session by what a passkey has signed. It is something that somebody has, and their authenticator
 * has made sure who they are: both factors in one. Throws `wrong_passkey`.
 */
export async function signInByPasskey(
  core: Core,
  { credential }: PasskeySignIn,
  carried: string | undefined,
  from: Origin,
): Promise<NewSession> {
  const challenge = openChallenge(core, 'sign-in', carried)
  const passkey = (await findCredential(core.store.db, credential.id)) ?? refusePasskey()
  const { userHandle } = credential.response
  const isTheirs = !userHandle || userHandle === Buffer.from(passkey.user_id).toString('base64url')
  if (!isTheirs || passkey.host !== challenge.party.host) refusePasskey()
  const { verifySigned } = await loadCeremony()
  const counter = await verifySigned(core, challenge, credential, passkey)
  return await core.store.write(async (tx) => {
    await hold(tx, 'user', passkey.user_id)
    await useUp(core, tx, challenge)
    if (!(await usePasskey(tx, passkey, counter, core.now()))) refusePasskey()
    const user = (await findUser(tx, passkey.user_id)) ?? refusePasskey()
    return await openSession(core, tx, user, from)
  })
}

export function refuseAddress(): never {
  return fail(
    'passkeys_unavailable',
    'Browsers know no passkeys at this address. Reach the server by a host name and https://, or by localhost.',
  )
}
