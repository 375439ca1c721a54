import type { Client } from '@mission-control/client'
import type { Workspace } from '@mission-control/protocol'
import { calledIn, onlyOf } from './named.ts'

/** One of the user's workspaces, by its name or id. */
export async function workspaceNamed(
  { workspaces }: Pick<Client, 'workspaces'>,
  text: string,
): Promise<Workspace> {
  const all = await workspaces.list()
  return onlyOf('workspace', text, calledIn(all, 'workspace', text), 'workspaces list')
}
