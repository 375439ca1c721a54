import { fail } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import { setEmail } from '../store/accounts.ts'
import { deleteSessions } from '../store/sessions.ts'
import { deleteSetUpLink, findSetUpLink } from '../store/set-up-links.ts'
import type { NewSession, Origin } from './better-auth.ts'
import type { LoadBetterAuth } from './load-better-auth.ts'
import { keepPassword } from './password.ts'
import { hashSecret } from './secrets.ts'
import { announceEnds } from './sessions.ts'
import { SET_UP_LINK_LASTS } from './set-up-link.ts'
import { signIn } from './sign-in.ts'

/**
 * Uses up a one-time link: sets the user's e-mail and password, ends all their sessions and makes a
 * new one. Throws `wrong_set_up_token`.
 */
export async function setUp(
  core: Core,
  load: LoadBetterAuth,
  { token, email, password }: { token: string; email: string; password: string },
  from: Origin,
): Promise<NewSession> {
  const linkHash = hashSecret(token)
  // Look for the link first: a hash takes 0.1 s of processor time, which nobody gets without a
  // link.
  const userId =
    (await findSetUpLink(core.store.db, linkHash, core.now() - SET_UP_LINK_LASTS)) ?? refuse()
  const hash = await (await load()).hashPassword(password)
  const ended = await core.store.write(async (tx) => {
    // Of two that use the same link at once, the second ends here.
    if (!(await deleteSetUpLink(tx, linkHash))) refuse()
    await setEmail(tx, userId, email)
    await keepPassword(tx, userId, hash, core.now())
    return await deleteSessions(tx, userId)
  })
  announceEnds(core, ended)
  return await signIn(load, { email, password }, from)
}

function refuse(): never {
  return fail(
    'wrong_set_up_token',
    "This link doesn't work: it was used, is older than 24 hours, or was replaced by a newer one. Until a password is set, each start prints one. To get another: npm run mission-control -- set-up-link",
  )
}
