import type { Core } from '../core.ts'
import { type NewSession, type Origin, openSession } from './open-session.ts'
import { admitByEmail } from './sso/admit.ts'

/** Makes a session for the owner of an e-mail address that a trusted proxy names. Throws `not_admitted`. */
export async function signInByHeader(core: Core, email: string, from: Origin): Promise<NewSession> {
  return await core.store.write(async (tx) =>
    openSession(core, tx, await admitByEmail(core, tx, { email, name: email }), from),
  )
}
