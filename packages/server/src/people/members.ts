import { fail, type Member, type Role } from '@mission-control/protocol'
import { announceEnds } from '../auth/sessions.ts'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { iso } from '../iso.ts'
import { deleteKeysOf } from '../store/api-keys.ts'
import { audit } from '../store/audit.ts'
import { hold } from '../store/locks.ts'
import {
  credentialsOf,
  deleteMembership,
  findMember,
  hasOtherAdmin,
  listMembers,
  type MemberRow,
  putMembership,
} from '../store/memberships.ts'
import type { Tx } from '../store/schema.ts'
import { findDoer } from '../store/workspaces.ts'

export async function getMembers(
  core: Core,
  { workspaceId }: AuthenticatedCaller,
): Promise<Member[]> {
  return (await listMembers(core.store.db, workspaceId)).map(toMember)
}

/** What the member has open ends: it begins anew with the new role. */
export async function changeRole(
  core: Core,
  { workspaceId }: AuthenticatedCaller,
  userId: string,
  role: Role,
): Promise<Member> {
  const { member, ended } = await core.store.write(async (tx) => {
    const seen = await holdMember(tx, workspaceId, userId)
    if (role !== 'admin') await requireDispensable(tx, workspaceId, seen)
    const { created_at } = seen
    await putMembership(tx, { workspace_id: workspaceId, user_id: userId, role, created_at })
    return {
      member: { ...seen, role },
      ended: seen.role === role ? [] : await credentialsOf(tx, workspaceId, userId),
    }
  })
  announceEnds(core, ended)
  return toMember(member)
}

/** Their keys for the workspace are revoked. What they started goes on: it is the workspace's. */
export async function removeMember(core: Core, workspaceId: string, userId: string): Promise<void> {
  const ended = await core.store.write(async (tx) => {
    await requireDispensable(tx, workspaceId, await holdMember(tx, workspaceId, userId))
    const ended = await credentialsOf(tx, workspaceId, userId)
    await endMembership(tx, workspaceId, userId)
    return ended
  })
  announceEnds(core, ended)
}

async function endMembership(tx: Tx, workspaceId: string, userId: string): Promise<void> {
  await deleteKeysOf(tx, workspaceId, userId)
  await deleteMembership(tx, workspaceId, userId)
}

/**
 * Gives whoever signs in the role that is theirs elsewhere; null: none, and they are no member. Their
 * personal workspace stays theirs, and the last admin stays. Answers the credentials whose reach has changed.
 */
export async function takeRole(
  tx: Tx,
  workspaceId: string,
  userId: string,
  role: Role | null,
  at: number,
): Promise<string[]> {
  await hold(tx, 'workspace', workspaceId)
  const member = await findMember(tx, workspaceId, userId)
  if ((member?.role ?? null) === role) return []
  if (member && (isHomeOf(member, workspaceId) || (await isLastAdmin(tx, workspaceId, member)))) {
    return []
  }
  const ended = member ? await credentialsOf(tx, workspaceId, userId) : []
  const by = await findDoer(tx, userId)
  if (role === null) await endMembership(tx, workspaceId, userId)
  else await putMembership(tx, { workspace_id: workspaceId, user_id: userId, role, created_at: at })
  const action = role === null ? 'removeMember' : 'updateMember'
  audit(tx, by && { ...by, workspaceId }, { action, target: userId })
  return ended
}

async function holdMember(tx: Tx, workspaceId: string, userId: string): Promise<MemberRow> {
  // Of two admins who leave at once, the second is the last one.
  await hold(tx, 'workspace', workspaceId)
  const member = await findMember(tx, workspaceId, userId)
  const none = `There is no member ${JSON.stringify(userId)}.`
  return member ?? fail('member_not_found', none)
}

/** Without an admin nobody could let anybody in. */
async function requireDispensable(tx: Tx, workspaceId: string, member: MemberRow): Promise<void> {
  if (isHomeOf(member, workspaceId)) {
    fail(
      'personal_workspace',
      `It is the personal workspace of ${member.name}, who stays its admin.`,
    )
  }
  if (!(await isLastAdmin(tx, workspaceId, member))) return
  fail(
    'last_admin',
    `${member.name} is the last admin of the workspace: make somebody else an admin first, or delete the workspace.`,
  )
}

function isHomeOf({ home, kind }: MemberRow, workspaceId: string): boolean {
  return home === workspaceId && kind === 'person'
}

async function isLastAdmin(tx: Tx, workspaceId: string, { id, role }: MemberRow): Promise<boolean> {
  return role === 'admin' && !(await hasOtherAdmin(tx, workspaceId, id))
}

function toMember(row: MemberRow): Member {
  const { id, name, email, kind, role } = row
  const disabled = row.disabled_at !== null
  return { id, name, email, kind, role, disabled, createdAt: iso(row.created_at) }
}
