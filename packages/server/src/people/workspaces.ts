import { fail, type Workspace } from '@mission-control/protocol'
import { noWorkspace } from '../auth/sessions.ts'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { newId } from '../ids.ts'
import { iso } from '../iso.ts'
import { audit } from '../store/audit.ts'
import { hold } from '../store/locks.ts'
import { listWorkspaces, putMembership } from '../store/memberships.ts'
import type { Db, Tx } from '../store/schema.ts'
import { insertWorkspace, renameWorkspace } from '../store/workspaces.ts'

/** Of each user. */
const WORKSPACES_MAX = 100

export async function getWorkspaces(db: Db, userId: string): Promise<Workspace[]> {
  const rows = await listWorkspaces(db, userId)
  const isHome = (row: (typeof rows)[number]) => Number(row.id === row.home)
  return rows.sort((one, other) => isHome(other) - isHome(one)).map(toWorkspace)
}

export async function createWorkspace(
  core: Core,
  caller: AuthenticatedCaller,
  name: string,
): Promise<Workspace> {
  const { userId, actor } = caller
  if (actor.kind === 'service') {
    fail(
      'not_allowed',
      'A service account works in one workspace, and creates none. Whoever signs in can.',
    )
  }
  const id = newId('workspace')
  const at = core.now()
  await core.store.write(async (tx) => {
    await hold(tx, 'user', userId)
    await requireRoom(tx, userId)
    audit(tx, caller, { target: id })
    await insertWorkspace(tx, { id, name, at })
    await putMembership(tx, { workspace_id: id, user_id: userId, role: 'admin', created_at: at })
  })
  return { id, name, personal: false, role: 'admin', createdAt: iso(at) }
}

/** So that nobody fills the database with them. */
export async function requireRoom(tx: Tx, userId: string): Promise<void> {
  if ((await listWorkspaces(tx, userId)).length < WORKSPACES_MAX) return
  fail('too_many_workspaces', `Expected fewer than ${WORKSPACES_MAX} workspaces of one user.`)
}

export async function changeWorkspace(
  core: Core,
  { workspaceId, userId }: AuthenticatedCaller,
  name: string,
): Promise<Workspace> {
  return await core.store.write(async (tx) => {
    await hold(tx, 'workspace', workspaceId)
    await renameWorkspace(tx, workspaceId, name)
    return await workspaceOf(tx, userId, workspaceId)
  })
}

export async function workspaceOf(db: Db, userId: string, id: string): Promise<Workspace> {
  return (await getWorkspaces(db, userId)).find((each) => each.id === id) ?? noWorkspace(id)
}

function toWorkspace(row: Awaited<ReturnType<typeof listWorkspaces>>[number]): Workspace {
  const { id, name, role } = row
  return { id, name, personal: id === row.home, role, createdAt: iso(row.created_at) }
}
