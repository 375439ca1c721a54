/** What somebody may do: each route needs one of these. */
export const SCOPES = ['read', 'tasks', 'approvals', 'desktops', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

/** What a member of a workspace is there, from the least to the most. */
export const ROLES = ['viewer', 'operator', 'approver', 'admin'] as const
export type Role = (typeof ROLES)[number]

/**
 * What a route needs: a scope; `self`, for one's own account, whatever the role; `session`, the same for
 * somebody who is signed in, and no key; or `owner`, the first user with the scope `admin`, for what concerns
 * the whole server.
 */
export type Needs = Scope | 'self' | 'session' | 'owner'

const SCOPES_OF: Record<Role, ReadonlySet<Scope>> = {
  viewer: new Set(['read']),
  operator: new Set(['read', 'tasks']),
  approver: new Set(['read', 'tasks', 'approvals']),
  admin: new Set(SCOPES),
}

/** What a role may do. */
export function scopesOf(role: Role): ReadonlySet<Scope> {
  return SCOPES_OF[role]
}

/** The least role that has the scope. */
export function leastRole(scope: Scope): Role {
  return ROLES.find((role) => SCOPES_OF[role].has(scope)) ?? 'admin'
}
