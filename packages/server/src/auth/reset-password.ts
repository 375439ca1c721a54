import { fail } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import type { Mail } from '../mail/mail.ts'
import { findUser, findUserByEmail, verifyEmail } from '../store/accounts.ts'
import { deleteKeysOfUser } from '../store/api-keys.ts'
import { audit } from '../store/audit.ts'
import { resetLinks } from '../store/links.ts'
import { hold } from '../store/locks.ts'
import type { Tx } from '../store/schema.ts'
import { deleteSessions } from '../store/sessions.ts'
import { findDoer } from '../store/workspaces.ts'
import { loadBetterAuth } from './load-better-auth.ts'
import { keepPassword } from './password.ts'
import { deleteFactors } from './second-factor/reset-factors.ts'
import { hashSecret, newSetUpToken } from './secrets.ts'
import { announceEnds } from './sessions.ts'

/** In ms. */
const RESET_LINK_LASTS = 24 * 60 * 60 * 1000

/** Nobody gets more letters than one in so long, in ms. */
const LETTER_EVERY = 60_000

/** A link by which the user chooses another password; an earlier one is void. Throws `user_not_found`. */
export async function makeResetLink(
  core: Core,
  userId: string,
  linkFor: (token: string) => string,
): Promise<{ link: string }> {
  return await core.store.write(async (tx) => {
    await hold(tx, 'user', userId)
    const user = await findUser(tx, userId)
    if (user?.kind !== 'person' || user.email === null) {
      fail('user_not_found', `There is no user ${JSON.stringify(userId)} with an e-mail address.`)
    }
    return { link: linkFor(await putLink(core, tx, userId)) }
  })
}

/** Answers its token. */
async function putLink(core: Core, tx: Tx, userId: string): Promise<string> {
  const token = newSetUpToken()
  const link = { user_id: userId, token_hash: hashSecret(token), created_at: core.now() }
  await resetLinks.put(tx, link)
  return token
}

/** Sends the user a link. Whoever asks learns neither by words nor by time whether there is such a user. */
export async function mailResetLink(
  core: Core,
  mail: Mail,
  email: string,
  linkFor: (token: string) => string,
): Promise<void> {
  const user = await findUserByEmail(core.store.db, email)
  if (!user || user.disabled_at !== null) return
  const token = await core.store.write(async (tx) => {
    // Of servers that are asked at once, one sends a letter.
    await hold(tx, 'user', user.id)
    const isRecent = await resetLinks.any(tx, user.id, core.now() - LETTER_EVERY)
    return isRecent ? undefined : await putLink(core, tx, user.id)
  })
  if (token === undefined) return
  mail.send({
    to: email,
    subject: 'Choose another password for Mission Control',
    text: `Somebody, hopefully you, has asked for another password for Mission Control.

To choose one, open this link within 24 hours. It works once.

${linkFor(token)}

If it wasn't you, do nothing: your password stays as it is.
`,
  })
}

/** All sessions end, and nobody is signed in: a second factor is asked for as ever. Throws `wrong_reset_token`. */
export async function resetPassword(
  core: Core,
  { token, password }: { token: string; password: string },
): Promise<void> {
  const hash = hashSecret(token)
  const after = core.now() - RESET_LINK_LASTS
  // A password costs a hash, which nobody gets without a link.
  const userId = (await resetLinks.find(core.store.db, hash, after)) ?? refuse()
  const kept = await (await loadBetterAuth()).hashPassword(password)
  const ended = await core.store.write(async (tx) => {
    await hold(tx, 'user', userId)
    if (!(await resetLinks.use(tx, hash))) refuse()
    const user = await findUser(tx, userId)
    if (user?.disabled_at !== null) return refuse()
    audit(tx, await findDoer(tx, userId), { target: userId })
    const before = user.email_verified_at === null ? await confirmEmail(core, tx, userId) : []
    await keepPassword(tx, userId, kept, core.now())
    return [...before, ...(await deleteSessions(tx, userId))]
  })
  announceEnds(core, ended)
}

/**
 * The link came to the user's address, or from the owner, so now it is known whose that is. Whoever may have
 * had the account without it loses every other way in; answers the keys that end.
 */
async function confirmEmail(core: Core, tx: Tx, userId: string): Promise<string[]> {
  await verifyEmail(tx, userId, core.now())
  await deleteFactors(tx, userId)
  return await deleteKeysOfUser(tx, userId)
}

function refuse(): never {
  return fail(
    'wrong_reset_token',
    "This link doesn't work: it was used, is older than 24 hours, or was replaced by a newer one.",
  )
}
