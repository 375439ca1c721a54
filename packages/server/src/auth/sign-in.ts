import { fail } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import { findPasswordHash, findUserByEmail } from '../store/accounts.ts'
import { hold } from '../store/locks.ts'
import { loadBetterAuth } from './load-better-auth.ts'
import { type NewSession, type Origin, openSession } from './open-session.ts'
import { loadAuthenticators, passSecondFactor } from './second-factor/second-factor.ts'

/** Makes an attempt with a code, of which there may be few. */
export type TryCode = <T>(userId: string, attempt: () => Promise<T>) => Promise<T>

/**
 * Makes a session. Throws `second_factor_required`, `wrong_code`, or `wrong_credentials`, which doesn't tell which of the two is wrong: neither by
 * its words nor by its time, since a password is hashed in either case.
 */
export async function signIn(
  core: Core,
  { email, password, code }: { email: string; password: string; code?: string | undefined },
  from: Origin,
  tryCode: TryCode,
): Promise<NewSession> {
  const { hashPassword, verifyPassword } = await loadBetterAuth()
  const user = await findUserByEmail(core.store.db, email)
  const hash = user && (await findPasswordHash(core.store.db, user.id))
  if (!user || hash === undefined || user.disabled_at !== null) {
    await hashPassword(password)
    return refuse()
  }
  if (!(await verifyPassword({ password, hash }))) return refuse()
  const enter = () =>
    core.store.write(async (tx) => {
      await hold(tx, 'user', user.id)
      // A password that was changed meanwhile is no longer the right one.
      if ((await findPasswordHash(tx, user.id)) !== hash) refuse()
      await passSecondFactor(core, tx, user.id, code)
      return await openSession(core, tx, user, from)
    })
  if (code === undefined) return await enter()
  // Not within the transaction, which would keep all others waiting.
  await loadAuthenticators()
  return await tryCode(user.id, enter)
}

function refuse(): never {
  return fail('wrong_credentials', 'No user has this e-mail and password.')
}
