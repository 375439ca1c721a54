import type { NewPerson } from '@mission-control/protocol'
import { loadBetterAuth } from '../auth/load-better-auth.ts'
import { type NewSession, type Origin, openSession } from '../auth/open-session.ts'
import { keepPassword } from '../auth/password.ts'
import type { Core } from '../core.ts'
import { findUserByEmail } from '../store/accounts.ts'
import { holdName } from '../store/locks.ts'
import { refuse, requireInvitation, useUp } from './invitations.ts'
import { newUser } from './new-user.ts'

/** A new user with a workspace of their own, a member of the one that invites. Throws `wrong_invitation`. */
export async function joinByInvitation(
  core: Core,
  { token, name, email, password }: NewPerson,
  from: Origin,
): Promise<NewSession> {
  // Look for it first: a hash takes 0.1 s of processor time, which nobody gets without an invitation.
  await requireInvitation(core.store.db, token, core.now())
  const hash = await (await loadBetterAuth()).hashPassword(password)
  return await core.store.write(async (tx) => {
    const at = core.now()
    await holdName(tx, `e-mail ${email}`)
    const found = await requireInvitation(tx, token, at)
    if (found.email !== null && found.email !== email) refuse()
    if (await findUserByEmail(tx, email)) refuse()
    const user = await newUser(tx, { name, email }, at)
    await keepPassword(tx, user.id, hash, at)
    await useUp(tx, found, user, at)
    return await openSession(core, tx, user, from)
  })
}
