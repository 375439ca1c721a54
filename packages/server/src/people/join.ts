import type { NewPerson } from '@mission-control/protocol'
import { loadBetterAuth } from '../auth/load-better-auth.ts'
import { type NewSession, type Origin, openSession } from '../auth/open-session.ts'
import { keepPassword } from '../auth/password.ts'
import type { Core } from '../core.ts'
import { newId } from '../ids.ts'
import { findUserByEmail } from '../store/accounts.ts'
import { holdName } from '../store/locks.ts'
import { putMembership } from '../store/memberships.ts'
import { insertUser } from '../store/users.ts'
import { insertWorkspace } from '../store/workspaces.ts'
import { refuse, requireInvitation, useUp } from './invitations.ts'

/** A new user with a workspace of their own, a member of the one that invites. Throws `wrong_invitation`. */
export async function joinByInvitation(
  core: Core,
  { token, name, email, password }: NewPerson,
  from: Origin,
): Promise<NewSession> {
  // Look for it first: a hash takes 0.1 s of processor time, which nobody gets without an invitation.
  await requireInvitation(core.store.db, token, core.now())
  const hash = await (await loadBetterAuth()).hashPassword(password)
  const home = newId('workspace')
  const id = newId('user')
  return await core.store.write(async (tx) => {
    const at = core.now()
    await holdName(tx, `e-mail ${email}`)
    const found = await requireInvitation(tx, token, at)
    if (found.email !== null && found.email !== email) refuse()
    if (await findUserByEmail(tx, email)) refuse()
    await insertWorkspace(tx, { id: home, name: 'Personal', at })
    await insertUser(tx, { id, name, email, workspace_id: home, created_at: at })
    await putMembership(tx, { workspace_id: home, user_id: id, role: 'admin', created_at: at })
    await keepPassword(tx, id, hash, at)
    await useUp(tx, found, { id, name }, at)
    return await openSession(core, tx, { id, email, name }, from)
  })
}
