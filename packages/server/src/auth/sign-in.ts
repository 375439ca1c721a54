import { fail } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import { findPasswordHash, findUserByEmail } from '../store/accounts.ts'
import { hold } from '../store/locks.ts'
import { loadBetterAuth } from './load-better-auth.ts'
import { type NewSession, type Origin, openSession } from './open-session.ts'

/**
 * Makes a session, or throws `wrong_credentials`, which doesn't tell which of the two is wrong: neither by
 * its words nor by its time, since a password is hashed in either case.
 */
export async function signIn(
  core: Core,
  { email, password }: { email: string; password: string },
  from: Origin,
): Promise<NewSession> {
  const { hashPassword, verifyPassword } = await loadBetterAuth()
  const user = await findUserByEmail(core.store.db, email)
  const hash = user && (await findPasswordHash(core.store.db, user.id))
  if (!user || hash === undefined || user.disabled_at !== null) {
    await hashPassword(password)
    return refuse()
  }
  if (!(await verifyPassword({ password, hash }))) return refuse()
  return await core.store.write(async (tx) => {
    await hold(tx, 'user', user.id)
    // A password that was changed meanwhile is no longer the right one.
    if ((await findPasswordHash(tx, user.id)) !== hash) refuse()
    return await openSession(core, tx, user, from)
  })
}

function refuse(): never {
  return fail('wrong_credentials', 'No user has this e-mail and password.')
}
