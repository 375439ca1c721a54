import { type Role, type Scope, scopesOf } from './roles.ts'

/** Which desktops a key reaches: those with one of the ids, and those that carry one of the labels. */
export interface Restriction {
  desktopIds: readonly string[]
  labels: readonly string[]
}

/** By the labels that the desktop has now. */
export function reaches(
  { desktopIds, labels }: Restriction,
  desktop: { id: string; labels: readonly string[] },
): boolean {
  return desktopIds.includes(desktop.id) || desktop.labels.some((label) => labels.includes(label))
}

/**
 * What a key may do: the scopes that were chosen for it (null: all), as far as the present role of its
 * user has them. So it shrinks with the role, and grows back no further than it was chosen.
 */
export function keyScopes(role: Role, chosen: readonly Scope[] | null): ReadonlySet<Scope> {
  const all = scopesOf(role)
  return chosen === null ? all : new Set([...all].filter((scope) => chosen.includes(scope)))
}

/**
 * What the key of an agent's run may do at most. Never judge, nor change desktops, people or keys: an
 * agent would sign off itself by its rules, or by another key.
 */
export const AGENT_SCOPES = ['read', 'tasks'] as const satisfies readonly Scope[]
export type AgentScope = (typeof AGENT_SCOPES)[number]
