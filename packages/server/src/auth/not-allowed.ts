import { fail, leastRole, type Scope } from '@mission-control/protocol'
import type { AuthenticatedCaller } from '../core.ts'
import { nameAdmins } from '../store/memberships.ts'
import type { Db } from '../store/schema.ts'

type Who = Pick<AuthenticatedCaller, 'workspaceId' | 'actor' | 'role' | 'scopes'>

/** Throws unless the caller has the scope: with what they have, which role has it, and who can give it. */
export async function requireScope(db: Db, caller: Who, needs: Scope): Promise<void> {
  if (caller.scopes.has(needs)) return
  const has = [...caller.scopes].join(', ') || 'nothing'
  const whose = caller.actor.kind === 'user' ? `your role ${caller.role}` : 'this key'
  await notAllowed(
    db,
    caller.workspaceId,
    `This needs the scope ${needs}; ${whose} has ${has}. The role ${leastRole(needs)} has it; an admin of the workspace can give it`,
  )
}

/** Refuses, and names some who can change that: `why` ends with what an admin of the workspace can do. */
export async function notAllowed(db: Db, workspaceId: string, why: string): Promise<never> {
  const admins = await nameAdmins(db, workspaceId)
  return fail('not_allowed', `${why}: ${admins.join(', ')}.`)
}
