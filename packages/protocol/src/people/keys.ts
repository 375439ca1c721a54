import { type Role, type Scope, scopesOf } from './roles.ts'

/** Which desktops a key reaches: those with one of the ids, and those that carry one of the labels. */
export interface Restriction {
  desktopIds: readonly string[]
  labels: readonly string[]
}

/** Whether the restriction covers the desktop, with the labels that it has now. */
export function reaches(
  { desktopIds, labels }: Restriction,
  desktop: { id: string; labels: readonly string[] },
): boolean {
  return desktopIds.includes(desktop.id) || desktop.labels.some((label) => labels.includes(label))
}

/**
 * What a key may do: the scopes that were chosen for it (null: all), as far as its user's present role has
 * them. The key loses scopes with the role, and never gets more than were chosen.
 */
export function keyScopes(role: Role, chosen: readonly Scope[] | null): ReadonlySet<Scope> {
  const all = scopesOf(role)
  return chosen === null ? all : new Set([...all].filter((scope) => chosen.includes(scope)))
}

/**
 * What the key of an agent's run may do at most. It never decides, and never changes desktops, people or
 * keys: an agent could approve its own work through new rules or another key.
 */
export const AGENT_SCOPES = ['read', 'tasks'] as const satisfies readonly Scope[]
export type AgentScope = (typeof AGENT_SCOPES)[number]
