import { fail } from '@mission-control/protocol'
import { announceEnds } from '../auth/sessions.ts'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { removeDesktop } from '../desktops/remove.ts'
import { inSteps } from '../retention/steps.ts'
import { audit } from '../store/audit.ts'
import { hold } from '../store/locks.ts'
import { credentialsIn } from '../store/memberships.ts'
import {
  deleteSomeOfRemoved,
  findRemovedDesktop,
  findRemovedWorkspace,
  findTaskElsewhere,
} from '../store/removed-workspaces.ts'
import { findDoer, findWorkspace, markRemoved } from '../store/workspaces.ts'
import { cancelTask } from '../tasks/cancel.ts'

/**
 * From its commit on nobody gets in, and nothing of it is there for anybody. What runs is stopped and
 * what is stored goes bit by bit: `removeWorkspaces`.
 */
export async function deleteWorkspace(
  core: Core,
  { workspaceId, userId, actor, isHome }: AuthenticatedCaller,
  name: string,
): Promise<void> {
  const ended = await core.store.write(async (tx) => {
    await hold(tx, 'workspace', workspaceId)
    const workspace = await findWorkspace(tx, workspaceId)
    if (isHome || workspace?.is_home) {
      fail('personal_workspace', 'A personal workspace stays as long as its user.')
    }
    if (workspace?.name !== name) {
      const want = JSON.stringify(workspace?.name)
      fail(
        'wrong_name',
        `Expected the name of this workspace, ${want}, got ${JSON.stringify(name)}.`,
      )
    }
    // The log of the workspace goes with it.
    const doer = await findDoer(tx, userId)
    audit(tx, doer && { ...doer, actor }, { target: workspaceId })
    const ended = await credentialsIn(tx, workspaceId)
    await markRemoved(tx, workspaceId, core.now())
    return ended
  })
  announceEnds(core, ended)
  const failed = (error: unknown) =>
    core.log.error(
      { error, workspaceId },
      'a deleted workspace could not be stopped; the next sweep does',
    )
  core.store.afterCommit(() => void stopDesktops(core, workspaceId).catch(failed))
}

/**
 * Each by itself, as if it were removed: its runner is sent away, what runs there is stopped. Then what the
 * workspace still runs on desktops that have moved to another one.
 */
async function stopDesktops(core: Core, workspaceId: string): Promise<void> {
  const { db } = core.store
  for (;;) {
    const id = await findRemovedDesktop(db, workspaceId)
    if (id === undefined) break
    await removeDesktop(core, workspaceId, id)
  }
  for (;;) {
    const id = await findTaskElsewhere(db, workspaceId)
    if (id === undefined) return
    await cancelTask(core, { workspaceId }, id)
  }
}

/** Removes what is left of deleted workspaces, for `forMs` at most. */
export async function removeWorkspaces(core: Core, forMs: number): Promise<void> {
  const id = await findRemovedWorkspace(core.store.db)
  if (id === undefined) return
  await stopDesktops(core, id)
  const until = performance.now() + forMs
  let isWaiting = false
  await inSteps(
    core.store,
    until,
    async (db) => !isWaiting && (await findRemovedWorkspace(db)) === id,
    async (tx) => {
      isWaiting = !(await deleteSomeOfRemoved(tx, id))
    },
  )
}
