import { fail } from '@mission-control/protocol'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { newId } from '../ids.ts'
import { findPasswordHash, putPasswordHash } from '../store/accounts.ts'
import { resetLinks, setUpLinks } from '../store/links.ts'
import { hold } from '../store/locks.ts'
import type { Tx } from '../store/schema.ts'
import { deleteSessions } from '../store/sessions.ts'
import { loadBetterAuth } from './load-better-auth.ts'
import { announceEnds } from './sessions.ts'

/**
 * Stores the hash of a new password, and deletes open one-time links: whoever knows the password
 * needs none.
 */
export async function keepPassword(tx: Tx, userId: string, hash: string, at: number) {
  await putPasswordHash(tx, {
    id: newId('account'),
    user_id: userId,
    password: hash,
    updated_at: at,
  })
  await setUpLinks.deleteOf(tx, userId)
  await resetLinks.deleteOf(tx, userId)
}

/** Ends all sessions but the caller's. Throws `wrong_credentials`. */
export async function changePassword(
  core: Core,
  { userId, credentialId }: AuthenticatedCaller,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<void> {
  const { hashPassword, verifyPassword } = await loadBetterAuth()
  const current = (await findPasswordHash(core.store.db, userId)) ?? refuseWithoutPassword()
  if (!(await verifyPassword({ password: currentPassword, hash: current })))
    fail('wrong_credentials', 'The current password is wrong.')
  const hash = await hashPassword(newPassword)
  const ended = await core.store.write(async (tx) => {
    await hold(tx, 'user', userId)
    // Somebody else changed the password meanwhile: the one that we checked is no longer the
    // current one.
    if ((await findPasswordHash(tx, userId)) !== current)
      fail(
        'wrong_credentials',
        'The password was changed a moment ago. Enter the new one as the current password.',
      )
    await keepPassword(tx, userId, hash, core.now())
    return await deleteSessions(tx, userId, credentialId)
  })
  announceEnds(core, ended)
}

/** Of a user who has always come in by somebody else's word. */
export function refuseWithoutPassword(): never {
  return fail(
    'wrong_credentials',
    'You have no password here: you sign in in another way, where a second factor can be asked for.',
  )
}
