import type { Core } from '../core.ts'
import { setUpLinks } from '../store/links.ts'
import { hold } from '../store/locks.ts'
import type { Tx } from '../store/schema.ts'
import { hashSecret, newSetUpToken } from './secrets.ts'

/** In ms. A link has to expire because a log may keep it for years. */
export const SET_UP_LINK_LASTS = 24 * 60 * 60 * 1000

/**
 * A one-time link by which the user chooses e-mail and password; an earlier one is void. Returns its
 * path. The token is in the fragment, which browsers keep to themselves: it reaches no log.
 */
export async function newSetUpLink(core: Core, userId: string): Promise<string> {
  return await core.store.write((tx) => putLink(core, tx, userId))
}

/** The same, unless one is open: another server has shown it to somebody. Then undefined. */
export async function firstSetUpLink(core: Core, userId: string): Promise<string | undefined> {
  return await core.store.write(async (tx) => {
    await hold(tx, 'user', userId)
    if (await setUpLinks.any(tx, userId, core.now() - SET_UP_LINK_LASTS)) return undefined
    return await putLink(core, tx, userId)
  })
}

async function putLink(core: Core, tx: Tx, userId: string): Promise<string> {
  const token = newSetUpToken()
  const link = { user_id: userId, token_hash: hashSecret(token), created_at: core.now() }
  await setUpLinks.put(tx, link)
  return `/set-up#${token}`
}
