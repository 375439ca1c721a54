import {
  type CreatedInvitation,
  fail,
  type InvitationText,
  type MemberInvitation,
  type NewInvitation,
  type Workspace,
} from '@mission-control/protocol'
import { hashSecret, newInvitationToken } from '../auth/secrets.ts'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { newId } from '../ids.ts'
import { iso } from '../iso.ts'
import { verifyEmail } from '../store/accounts.ts'
import { audit } from '../store/audit.ts'
import {
  deleteExpiredInvitations,
  deleteInvitation,
  findInvitation,
  insertInvitation,
  listInvitations,
} from '../store/invitations.ts'
import { hold } from '../store/locks.ts'
import { findMember, putMembership } from '../store/memberships.ts'
import type { Db, InvitationRow, Tx } from '../store/schema.ts'
import { findPerson } from '../store/users.ts'
import { requireRoom, workspaceOf } from './workspaces.ts'

export type FoundInvitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>

/** `linkFor`: the address of the page that accepts it; the token is behind the #, so it reaches no log. */
export async function createInvitation(
  core: Core,
  caller: AuthenticatedCaller,
  { role, email, expiresInSeconds }: NewInvitation,
  linkFor: (token: string) => string,
): Promise<CreatedInvitation> {
  const { workspaceId, userId, actor } = caller
  const token = newInvitationToken()
  const at = core.now()
  const row: InvitationRow = {
    id: newId('invitation'),
    workspace_id: workspaceId,
    user_id: userId,
    hash: hashSecret(token),
    role,
    email: email ?? null,
    created_at: at,
    expires_at: at + expiresInSeconds * 1000,
  }
  await core.store.write(async (tx) => {
    await deleteExpiredInvitations(tx, workspaceId, at)
    audit(tx, caller, { target: row.id })
    await insertInvitation(tx, row)
  })
  return { ...toInvitation({ ...row, user_name: actor.name }), link: linkFor(token) }
}

export async function getInvitations(
  core: Core,
  { workspaceId }: AuthenticatedCaller,
): Promise<MemberInvitation[]> {
  return (await listInvitations(core.store.db, workspaceId, core.now())).map(toInvitation)
}

export async function revokeInvitation(
  core: Core,
  { workspaceId }: AuthenticatedCaller,
  id: string,
): Promise<void> {
  await core.store.write(async (tx) => {
    if (await deleteInvitation(tx, workspaceId, id)) return
    // Inside: nothing was done that the log could tell of.
    fail('invitation_not_found', `There is no invitation ${JSON.stringify(id)}.`)
  })
}

/** What it says to whoever has its token. Throws `wrong_invitation`. */
export async function readInvitation(core: Core, token: string): Promise<InvitationText> {
  const found = await requireInvitation(core.store.db, token, core.now())
  return {
    workspace: found.workspace_name,
    role: found.role,
    email: found.email,
    invitedBy: found.user_name,
    expiresAt: iso(found.expires_at),
  }
}

/** Whoever is signed in becomes a member. Throws `wrong_invitation`. */
export async function acceptInvitation(
  core: Core,
  { userId }: AuthenticatedCaller,
  token: string,
): Promise<Workspace> {
  const at = core.now()
  return await core.store.write(async (tx) => {
    const found = await requireInvitation(tx, token, at)
    await hold(tx, 'workspace', found.workspace_id)
    await hold(tx, 'user', userId)
    const user = await findPerson(tx, userId)
    if (!user) refuse()
    if (found.email !== null && found.email !== user.email) refuse()
    if (await findMember(tx, found.workspace_id, userId)) {
      fail('already_member', `You are a member of ${found.workspace_name} already.`)
    }
    await requireRoom(tx, userId)
    await useUp(tx, found, user, at)
    return await workspaceOf(tx, userId, found.workspace_id)
  })
}

/** Makes the user a member. Of two who use the same invitation at once, the second is refused. */
export async function useUp(
  tx: Tx,
  found: FoundInvitation,
  { id, name }: { id: string; name: string },
  at: number,
): Promise<void> {
  await hold(tx, 'workspace', found.workspace_id)
  if (!(await deleteInvitation(tx, found.workspace_id, found.id))) refuse()
  const { workspace_id, role } = found
  await putMembership(tx, { workspace_id, user_id: id, role, created_at: at })
  // Whoever invites that address alone knows whose it is.
  if (found.email !== null) await verifyEmail(tx, id, at)
  // In the log of the workspace that has a member more.
  const actor = { kind: 'user', id, name } as const
  audit(tx, { workspaceId: workspace_id, userId: id, actor }, { target: id })
}

export async function requireInvitation(
  db: Db,
  token: string,
  at: number,
): Promise<FoundInvitation> {
  return (await findInvitation(db, hashSecret(token), at)) ?? refuse()
}

/** In the same words whatever is wrong: they tell nobody who has an account here. */
export function refuse(): never {
  return fail(
    'wrong_invitation',
    "This invitation doesn't work, or not for this e-mail address: it was used, has expired, was revoked, or is for somebody else. If you have an account here, sign in, then open the link again; else ask for another invitation.",
  )
}

function toInvitation(row: Omit<FoundInvitation, 'workspace_name'>): MemberInvitation {
  const { id, role, email } = row
  return {
    id,
    role,
    email,
    invitedBy: row.user_name,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
  }
}
