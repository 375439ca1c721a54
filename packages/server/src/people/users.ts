import { fail, type KnownUser, type User } from '@mission-control/protocol'
import { announceEnds } from '../auth/sessions.ts'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { iso } from '../iso.ts'
import { hold } from '../store/locks.ts'
import { deleteSessions } from '../store/sessions.ts'
import { disableUser, findPerson, keyIdsOf, listPeople, renameUser } from '../store/users.ts'

export async function getUsers(core: Core): Promise<KnownUser[]> {
  return (await listPeople(core.store.db)).map(toUser)
}

/** Whoever is disabled gets in nowhere: sessions end, keys let nobody in until they are enabled again. */
export async function changeUser(
  core: Core,
  caller: AuthenticatedCaller,
  id: string,
  { disabled }: { disabled: boolean },
): Promise<KnownUser> {
  const at = disabled ? core.now() : null
  const { user, ended } = await core.store.write(async (tx) => {
    await hold(tx, 'user', id)
    const none = `There is no user ${JSON.stringify(id)}.`
    const user = (await findPerson(tx, id)) ?? fail('user_not_found', none)
    if (disabled && id === caller.userId) {
      fail('last_admin', 'The owner of the server cannot be disabled.')
    }
    await disableUser(tx, id, at)
    const ended = disabled ? [...(await deleteSessions(tx, id)), ...(await keyIdsOf(tx, id))] : []
    return { user, ended }
  })
  announceEnds(core, ended)
  return toUser({ ...user, disabled_at: at })
}

/** What they have done keeps the name that they had. */
export async function changeName(
  core: Core,
  { userId }: AuthenticatedCaller,
  name: string,
): Promise<User> {
  const { id, email } = await core.store.write(async (tx) => {
    await hold(tx, 'user', userId)
    await renameUser(tx, userId, name)
    return (await findPerson(tx, userId))!
  })
  return { id, name, email: email! }
}

function toUser(row: Awaited<ReturnType<typeof listPeople>>[number]): KnownUser {
  const { id, name, email } = row
  return { id, name, email, disabled: row.disabled_at !== null, createdAt: iso(row.created_at) }
}
