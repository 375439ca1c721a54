import { ROLES, type Role, type RoleRule } from '@mission-control/protocol'

/** In each workspace that the rules name: the highest role of any of the groups, or null for none. */
export function rolesOf(
  rules: readonly RoleRule[],
  groups: readonly string[],
): Map<string | null, Role | null> {
  const mine = new Set(groups)
  const roles = new Map<string | null, Role | null>()
  for (const { group, role, workspaceId } of rules) {
    const before = roles.get(workspaceId) ?? null
    roles.set(workspaceId, mine.has(group) ? higher(before, role) : before)
  }
  return roles
}

function higher(one: Role | null, other: Role): Role {
  return one !== null && ROLES.indexOf(one) > ROLES.indexOf(other) ? one : other
}
