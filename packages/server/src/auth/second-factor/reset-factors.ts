import { fail } from '@mission-control/protocol'
import type { AuthenticatedCaller, Core } from '../../core.ts'
import { hold } from '../../store/locks.ts'
import { deletePasskeys } from '../../store/passkeys.ts'
import type { Tx } from '../../store/schema.ts'
import { deleteSessions } from '../../store/sessions.ts'
import { deleteTotp } from '../../store/totp.ts'
import { findPerson } from '../../store/users.ts'
import { announceEnds } from '../sessions.ts'

/**
 * For somebody who has lost the phone with the app: from now on the password alone lets them in, nothing on
 * that phone does, and their sessions end. Throws `user_not_found`.
 */
export async function resetFactors(
  core: Core,
  caller: AuthenticatedCaller,
  userId: string,
): Promise<void> {
  if (userId === caller.userId) {
    // A stolen session or key would need the password no more.
    fail(
      'not_allowed',
      'Turn your own second factor off in the account settings. If you have lost it, make a link on the server: npm run mission-control -- set-up-link',
    )
  }
  const ended = await core.store.write(async (tx) => {
    await hold(tx, 'user', userId)
    if (!(await findPerson(tx, userId))) {
      fail('user_not_found', `There is no user ${JSON.stringify(userId)}.`)
    }
    await deleteFactors(tx, userId)
    return await deleteSessions(tx, userId)
  })
  announceEnds(core, ended)
}

/** Whatever lets the user in beside the password, or is asked for with it. */
export async function deleteFactors(tx: Tx, userId: string): Promise<void> {
  await deleteTotp(tx, userId)
  await deletePasskeys(tx, userId)
}
