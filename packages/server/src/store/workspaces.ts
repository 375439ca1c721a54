import type { Settings, SettingsChanges } from '@mission-control/protocol'
import { sql } from 'kysely'
import type { Doer } from './deed.ts'
import { holdLog } from './locks.ts'
import { putMembership } from './memberships.ts'
import { onceEach } from './postgres/gathering.ts'
import { prepared } from './prepared.ts'
import { remembered } from './remembered.ts'
import type { Db, Tx } from './schema.ts'
import { together } from './together.ts'

export async function insertWorkspace(
  tx: Tx,
  { id, name, at }: { id: string; name: string; at: number },
): Promise<void> {
  await tx
    .insertInto('workspaces')
    .values({ id, name, require_approval: 0, last_activity: 0, created_at: at })
    .execute()
}

export async function renameWorkspace(tx: Tx, id: string, name: string): Promise<void> {
  await holdLog(tx, id)
  await tx.updateTable('workspaces').set({ name }).where('id', '=', id).execute()
}

/** Marks the workspace as removed: from now on nobody gets in. */
export async function markRemoved(tx: Tx, id: string, at: number): Promise<void> {
  await holdLog(tx, id)
  await tx.updateTable('workspaces').set({ removed_at: at }).where('id', '=', id).execute()
}

/** Its name, and whether it is somebody's own. */
export async function findWorkspace(db: Db, id: string) {
  return await db
    .selectFrom('workspaces')
    .select((eb) => [
      'name',
      eb
        .exists(
          eb
            .selectFrom('users')
            .select('users.id')
            .whereRef('users.workspace_id', '=', 'workspaces.id')
            .where('users.kind', '=', 'person'),
        )
        .as('is_home'),
    ])
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
}

export async function insertOwner(
  tx: Tx,
  owner: { workspaceId: string; userId: string; name: string; at: number },
): Promise<void> {
  const { workspaceId, userId, name, at } = owner
  await insertWorkspace(tx, { id: workspaceId, name: 'Personal', at })
  await tx
    .insertInto('users')
    .values({
      id: userId,
      name,
      email: null,
      workspace_id: workspaceId,
      created_at: at,
      is_owner: 1,
    })
    .execute()
  await putMembership(tx, {
    workspace_id: workspaceId,
    user_id: userId,
    role: 'admin',
    created_at: at,
  })
}

const selectOwner = prepared((db, _: object) =>
  db
    .selectFrom('users')
    .select(['id as userId', 'workspace_id as workspaceId', 'name'])
    .where(sql.ref('is_owner'), '=', sql.lit(1)),
)

const rememberedOwner = remembered(async (db: Db) => {
  const [owner] = await selectOwner(db, {})
  return owner
})

/** The user made at the first start. */
export async function findOwner(db: Db) {
  return await rememberedOwner(db, '')
}

/** The user, as who acts in their personal workspace. */
export async function findDoer(db: Db, userId: string): Promise<Doer | undefined> {
  const user = await db
    .selectFrom('users')
    .select(['id', 'workspace_id', 'name'])
    .where('id', '=', userId)
    .executeTakeFirst()
  return (
    user && {
      workspaceId: user.workspace_id,
      userId,
      actor: { kind: 'user', id: userId, name: user.name },
    }
  )
}

const selectOneSettings = prepared((db, by: { id: string }) =>
  db
    .selectFrom('workspaces')
    .select([
      'require_approval',
      'approver_role',
      'approve_own',
      'approval_quorum',
      'approval_reminder_seconds',
      'permission_timeout_seconds',
      'agent_from',
    ])
    .where('id', '=', by.id),
)

const selectSettings = together(selectOneSettings, onceEach(selectOneSettings))

export async function readSettings(db: Db, id: string): Promise<Settings> {
  const [row] = await selectSettings(db, { id })
  if (!row) throw new Error(`there is no workspace ${id}`)
  return {
    requireApproval: row.require_approval === 1,
    approverRole: row.approver_role,
    approveOwn: row.approve_own === 1,
    approvalQuorum: row.approval_quorum,
    approvalReminderSeconds: row.approval_reminder_seconds,
    permissionTimeoutSeconds: row.permission_timeout_seconds,
    agentFrom: row.agent_from,
  }
}

/** Writes the given settings and keeps the others. */
export async function writeSettings(tx: Tx, id: string, settings: SettingsChanges): Promise<void> {
  const { requireApproval, approveOwn } = settings
  const changes = {
    require_approval: requireApproval === undefined ? undefined : Number(requireApproval),
    approver_role: settings.approverRole,
    approve_own: approveOwn === undefined ? undefined : Number(approveOwn),
    approval_quorum: settings.approvalQuorum,
    approval_reminder_seconds: settings.approvalReminderSeconds,
    permission_timeout_seconds: settings.permissionTimeoutSeconds,
    agent_from: settings.agentFrom,
  }
  if (Object.values(changes).every((value) => value === undefined)) return
  await holdLog(tx, id)
  await tx.updateTable('workspaces').set(changes).where('id', '=', id).execute()
}

/**
 * Call it when the desktop is removed or moves away: new desktops no longer get its agent. The last step of
 * its transaction, as it changes the workspace's row.
 */
export async function forgetAgentFrom(tx: Tx, id: string, desktopId: string): Promise<void> {
  if ((await readSettings(tx, id)).agentFrom !== desktopId) return
  await holdLog(tx, id)
  await tx
    .updateTable('workspaces')
    .set({ agent_from: null })
    .where('id', '=', id)
    .where('agent_from', '=', desktopId)
    .execute()
}
