import { fail, type Role, type Session, scopesOf, type User } from '@mission-control/protocol'
import type { AuthenticatedCaller, Caller, Core } from '../core.ts'
import { iso } from '../iso.ts'
import { audit } from '../store/audit.ts'
import { deedOf } from '../store/deed.ts'
import {
  anyExpiredSession,
  deleteExpiredSessions,
  deleteSession,
  findSessionByHash,
  listSessions,
  touchSession,
} from '../store/sessions.ts'
import { hashSecret } from './secrets.ts'

/** A session ends when it hasn't been used for this long, in ms. */
export const SESSION_LASTS = 30 * 24 * 3_600_000

/** Last use is written at most this often, in ms. */
const TOUCH_EVERY = 60_000

/** Somebody who is signed in, and where; null: they have no such workspace. */
export interface SignedInUser {
  sessionId: string
  user: User
  place: { workspaceId: string; isHome: boolean; role: Role } | null
}

/**
 * Whose session it is, in that workspace or their personal one; undefined for one that has ended. Not
 * cached: revoking works at once.
 */
export async function findSession(
  core: Core,
  token: string,
  workspace?: string,
): Promise<SignedInUser | undefined> {
  const at = core.now()
  const row = await findSessionByHash(core.store.db, hashSecret(token), at, workspace)
  if (!row) return undefined
  if (at - row.last_used_at > TOUCH_EVERY) touch(core, row.id, at)
  const { workspace_id: workspaceId, role } = row
  return {
    sessionId: row.id,
    user: { id: row.user_id, email: row.email ?? '', name: row.name },
    place:
      workspaceId === null || role === null
        ? null
        : { workspaceId, isHome: workspaceId === row.home, role },
  }
}

/** Who asks by a session; undefined for one that has ended. Throws `workspace_not_found`. */
export async function findSessionCaller(
  core: Core,
  token: string,
  workspace?: string,
): Promise<AuthenticatedCaller | undefined> {
  const found = await findSession(core, token, workspace)
  if (!found) return undefined
  const { sessionId, user, place } = found
  if (!place) return noWorkspace(workspace)
  return {
    ...place,
    userId: user.id,
    actor: { kind: 'user', id: user.id, name: user.name },
    credentialId: sessionId,
    scopes: scopesOf(place.role),
  }
}

/** The same for one that isn't there and for one that the caller is not a member of. */
export function noWorkspace(id: string | undefined): never {
  const named = id === undefined ? 'a personal workspace' : `a workspace ${JSON.stringify(id)}`
  return fail('workspace_not_found', `You have no access to ${named}, or there is none.`)
}

/** Nobody waits for this write, and no request fails because of it. */
function touch(core: Core, id: string, at: number): void {
  core.store
    .write((tx) => touchSession(tx, id, { last_used_at: at, expires_at: at + SESSION_LASTS }))
    .catch((error) => core.log.warn({ error }, 'could not note the last use of a session'))
}

export async function getSessions(core: Core, caller: AuthenticatedCaller): Promise<Session[]> {
  const rows = await listSessions(core.store.db, caller.userId, core.now())
  return rows.map((row) => ({
    id: row.id,
    current: row.id === caller.credentialId,
    createdAt: iso(row.created_at),
    lastUsedAt: iso(row.last_used_at),
    expiresAt: iso(row.expires_at),
    userAgent: row.user_agent,
    ipAddress: row.ip_address,
  }))
}

export async function revokeSession(core: Core, caller: Caller, id: string): Promise<void> {
  await end(core, caller, id)
}

/** Ends the session that the caller came with; one who came with an API key has none. */
export async function signOut(core: Core, caller: AuthenticatedCaller): Promise<void> {
  if (caller.actor.kind === 'user') await end(core, caller, caller.credentialId)
}

/** Throws `session_not_found`. */
async function end(core: Core, { userId }: Caller, id: string): Promise<void> {
  await core.store.write(async (tx) => {
    audit(tx, deedOf(tx)?.doer, { target: id })
    if (await deleteSession(tx, userId, id)) return
    fail('session_not_found', `There is no session ${JSON.stringify(id)}.`)
  })
  announceEnds(core, [id])
}

/** Removes expired sessions, and ends whatever they have open. */
export async function endExpiredSessions(core: Core): Promise<void> {
  const at = core.now()
  if (!(await anyExpiredSession(core.store.db, at))) return
  announceEnds(core, await core.store.write((tx) => deleteExpiredSessions(tx, at)))
}

/** After the commit that removed them. */
export function announceEnds(core: Core, sessionIds: string[]): void {
  core.store.afterCommit(() => {
    for (const id of sessionIds) core.bus.publish('credential', id, null)
  })
}
