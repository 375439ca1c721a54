import { fail, type Needs } from '@mission-control/protocol'
import { requireScope } from '../auth/not-allowed.ts'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { findOwner } from '../store/workspaces.ts'

/** Checks that the caller's role and key allow the route. The only place that does. */
export async function allow(core: Core, caller: AuthenticatedCaller, needs: Needs): Promise<void> {
  const { db } = core.store
  if (needs === 'self') return requireWhole(caller)
  if (needs === 'session') return requireSession(caller)
  if (needs !== 'owner') return await requireScope(db, caller, needs)
  if ((await findOwner(db))?.userId === caller.userId)
    return await requireScope(db, caller, 'admin')
  fail('not_allowed', "This needs the server's owner, the user who set it up.")
}

/** What lets somebody in for good isn't for what may lie about in a script. */
function requireSession({ actor }: AuthenticatedCaller): void {
  if (actor.kind === 'user') return
  fail('not_allowed', 'No API key does this: sign in to the dashboard.')
}

/** A key that is less than its user has no business with their sessions, password and other keys. */
function requireWhole({ actor, key, scopes }: AuthenticatedCaller): void {
  if (key === undefined || key.isWhole || scopes.has('admin')) return
  const whose = actor.kind === 'agent' ? "An agent's key" : 'A key with chosen scopes or desktops'
  fail(
    'not_allowed',
    `${whose} has no access to its user's account, unless it has the scope admin. Whoever owns it can sign in, or use a key that may all that they may.`,
  )
}
