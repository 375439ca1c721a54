import type { Core } from '../../core.ts'
import { takeRole } from '../../people/members.ts'
import type { Tx } from '../../store/schema.ts'
import { findOwner, findWorkspace } from '../../store/workspaces.ts'
import type { Identity, Provider } from './provider.ts'
import { rolesOf } from './roles-of.ts'

/**
 * In the workspaces that the provider's rules name, the groups of whoever signs in decide what they are.
 * Answers the credentials whose reach has changed.
 */
export async function takeRoles(
  { log, now }: Core,
  tx: Tx,
  { id: provider, roles }: Provider,
  { groups }: Identity,
  userId: string,
): Promise<string[]> {
  const ended: string[] = []
  const owners = roles.length === 0 ? undefined : (await findOwner(tx))?.workspaceId
  const places = [...rolesOf(roles, groups)].map(
    ([id, role]) => [id ?? owners ?? '', role] as const,
  )
  // Always in the same order, so that no two wait for each other.
  for (const [workspaceId, role] of places.sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (await findWorkspace(tx, workspaceId)) {
      ended.push(...(await takeRole(tx, workspaceId, userId, role, now())))
    } else {
      log.warn({ workspaceId, provider }, 'a rule for groups names a workspace that is not there')
    }
  }
  return ended
}
