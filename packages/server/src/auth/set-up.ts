import { fail } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import { findUser, findUserByEmail, setEmail, verifyEmail } from '../store/accounts.ts'
import { setUpLinks } from '../store/links.ts'
import { hold, holdName } from '../store/locks.ts'
import { deleteSessions } from '../store/sessions.ts'
import { loadBetterAuth } from './load-better-auth.ts'
import { type NewSession, type Origin, openSession } from './open-session.ts'
import { keepPassword } from './password.ts'
import { deleteFactors } from './second-factor/reset-factors.ts'
import { hashSecret } from './secrets.ts'
import { announceEnds } from './sessions.ts'
import { SET_UP_LINK_LASTS } from './set-up-link.ts'

/**
 * Uses up a one-time link: sets the user's e-mail and password, ends all their sessions and makes a
 * new one. Throws `wrong_set_up_token`.
 */
export async function setUp(
  core: Core,
  { token, email, password }: { token: string; email: string; password: string },
  from: Origin,
): Promise<NewSession> {
  const linkHash = hashSecret(token)
  // Look for the link first: a hash takes 0.1 s of processor time, which nobody gets without a
  // link.
  const userId =
    (await setUpLinks.find(core.store.db, linkHash, core.now() - SET_UP_LINK_LASTS)) ?? refuse()
  const hash = await (await loadBetterAuth()).hashPassword(password)
  const { ended, session } = await core.store.write(async (tx) => {
    await holdName(tx, `e-mail ${email}`)
    // Nobody gets in by the old password while its sessions end.
    await hold(tx, 'user', userId)
    // Of two that use the same link at once, the second ends here.
    if (!(await setUpLinks.use(tx, linkHash))) refuse()
    const other = await findUserByEmail(tx, email)
    if (other && other.id !== userId) refuseEmail(email)
    // Made on the server's machine: it is also the way back in for whoever has lost the app.
    await deleteFactors(tx, userId)
    await setEmail(tx, userId, email)
    await verifyEmail(tx, userId, core.now())
    await keepPassword(tx, userId, hash, core.now())
    const ended = await deleteSessions(tx, userId)
    const user = await findUser(tx, userId)
    if (!user || user.disabled_at !== null) return refuse()
    return { ended, session: await openSession(core, tx, user, from) }
  })
  announceEnds(core, ended)
  return session
}

function refuseEmail(email: string): never {
  const message = `expected an address that no other user has, got ${JSON.stringify(email)}`
  return fail('invalid_request', `The body cannot be used. email: ${message}`, [
    { path: 'email', message },
  ])
}

function refuse(): never {
  return fail(
    'wrong_set_up_token',
    "This link doesn't work: it was used, is older than 24 hours, or was replaced by a newer one. Until a password is set, each start prints one. To get another: npm run mission-control -- set-up-link",
  )
}
