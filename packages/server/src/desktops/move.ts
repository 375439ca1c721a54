import { type Desktop, fail } from '@mission-control/protocol'
import { originalForNew } from '../agents/original.ts'
import { sealed } from '../agents/sealed.ts'
import { unreadyAgent } from '../agents/stored.ts'
import { endRestricted } from '../auth/api-keys.ts'
import { noWorkspace } from '../auth/sessions.ts'
import { type AuthenticatedCaller, type Core, transact } from '../core.ts'
import { appendActivity } from '../store/activity.ts'
import { deleteAgentSetup, putAgentSetup } from '../store/agent-setups.ts'
import { audit } from '../store/audit.ts'
import { deleteMessages, listUnanswered } from '../store/chat.ts'
import { updateDesktop } from '../store/desktops.ts'
import { hold } from '../store/locks.ts'
import { findMember } from '../store/memberships.ts'
import { deleteRules, writeRules } from '../store/permissions.ts'
import { countWaiting, listUnderWay } from '../store/runs.ts'
import type { DesktopRow, Tx } from '../store/schema.ts'
import { setErrorOfPending } from '../store/tasks.ts'
import { findWorkspace, forgetAgentFrom } from '../store/workspaces.ts'
import { holdDesktop, noDesktop } from './find.ts'
import { toDesktop, toDesktopEvent, toDesktopPayload } from './present.ts'

/**
 * Moves a desktop to another workspace. What it has done stays where it is, and what runs finishes there: a
 * run belongs to the workspace of its task. The desktop takes along what is the machine's own. What holds
 * secrets, rights or words of the old workspace it leaves behind, and gets what the new one gives to new
 * desktops. Its connection ends, so that nothing is written for the old workspace any more; the runner comes
 * back at once.
 */
export async function moveToWorkspace(
  core: Core,
  caller: AuthenticatedCaller,
  id: string,
  to: string,
): Promise<Desktop> {
  const { workspaceId: from } = caller
  requireWhole(caller)
  const { left, moved, runs } = await transact(core, from, async (tx) => {
    const at = core.now()
    // Always in the same order, so that of two moves neither waits for the other.
    for (const workspaceId of [from, to].sort()) await hold(tx, 'workspace', workspaceId)
    await requireAdmin(tx, caller, to)
    const left = await holdDesktop(tx, from, id)
    if (to === from) fail('status_conflict', `"${left.name}" is in this workspace already.`)
    await requireIdle(tx, left)
    audit(tx, caller, { target: id })
    audit(tx, { ...caller, workspaceId: to }, { target: id })
    await leave(tx, left)
    const moved = await arrive(core, tx, left, to, at)
    const runs = await listUnderWay(tx, id)
    await forgetAgentFrom(tx, from, id)
    return { left, moved, runs }
  })
  core.bus.publish('desktop', id, { kind: 'superseded', epoch: moved.epoch })
  const gone = toDesktopEvent('desktop.status', { ...left, status: 'destroyed' })
  core.bus.publish('desktops', from, gone)
  core.bus.publish('desktops', to, toDesktopEvent('desktop.status', moved))
  // What agents have open by keys of their own ends, and what restricted keys have is judged anew.
  for (const run of runs) core.bus.publish('credential', run.id, null)
  const labels = new Set<string>(JSON.parse(moved.labels))
  for (const workspaceId of [from, to]) await endRestricted(core, workspaceId, labels, id)
  return toDesktop(moved)
}

/** A key belongs to one workspace: only one that is as good as its user reaches another. */
function requireWhole({ key }: AuthenticatedCaller): void {
  if (key === undefined || key.isWhole) return
  fail(
    'not_allowed',
    'A key with chosen scopes or desktops stays in its workspace. Sign in, or use a key that may all that you may.',
  )
}

async function requireAdmin(
  tx: Tx,
  { userId }: AuthenticatedCaller,
  workspaceId: string,
): Promise<void> {
  const member = await findMember(tx, workspaceId, userId)
  const workspace = member && (await findWorkspace(tx, workspaceId))
  if (!workspace) noWorkspace(workspaceId)
  if (member.role === 'admin') return
  fail(
    'not_allowed',
    `Only an admin of both workspaces moves a desktop; in "${workspace.name}" your role is ${member.role}.`,
  )
}

/** What has started finishes where it began; nothing starts in a workspace that the desktop has left. */
async function requireIdle(tx: Tx, { id, name }: DesktopRow): Promise<void> {
  const waiting = await countWaiting(tx, id)
  if (waiting > 0) {
    const [tasks, them] = waiting === 1 ? ['1 task waits', 'it'] : [`${waiting} tasks wait`, 'them']
    fail(
      'desktop_busy',
      `${tasks} to start on "${name}". Let ${them} start, or cancel ${them}; then move the desktop.`,
    )
  }
  if ((await listUnanswered(tx, id)).length === 0) return
  fail(
    'desktop_busy',
    `The agent of "${name}" has yet to answer in the chat. Wait for it, or clear the chat; then move the desktop.`,
  )
}

/** Leaves behind what is the old workspace's. */
async function leave(tx: Tx, { id, workspace_id: workspaceId }: DesktopRow): Promise<void> {
  const why = 'The desktop has moved to another workspace. Create the task for another desktop.'
  await setErrorOfPending(
    tx,
    { workspaceId, desktopId: id },
    { error_code: 'desktop_unavailable', error_message: why },
  )
  await deleteMessages(tx, id)
  await deleteAgentSetup(tx, id)
  await deleteRules(tx, id)
}

async function arrive(
  core: Core,
  tx: Tx,
  left: DesktopRow,
  to: string,
  at: number,
): Promise<DesktopRow> {
  const { id } = left
  const original = await originalForNew(core, tx, to)
  const setup = original && (await putAgentSetup(tx, sealed(core, id, original.parts)))
  if (original) await writeRules(tx, id, original.rules)
  const changes = {
    workspace_id: to,
    moved_at: at,
    invitation: null,
    agent_key: null,
    ...(setup ? unreadyAgent(setup) : { agent: null, agent_ready: 0 as const }),
    // No earlier connection has a say any more.
    epoch: left.epoch + 1,
    connected: 0 as const,
  }
  const moved = (await updateDesktop(tx, id, changes)) ?? noDesktop(id)
  await appendActivity(tx, left.workspace_id, at, [
    { type: 'desktop.movedAway', payload: toDesktopPayload(left) },
  ])
  await appendActivity(tx, to, at, [
    { type: 'desktop.movedHere', payload: toDesktopPayload(moved) },
  ])
  return moved
}
