import { taskMoved } from '../chat/advance.ts'
import { type Core, transact } from '../core.ts'
import { hold } from '../store/locks.ts'
import type { Db, TaskRow, Tx } from '../store/schema.ts'
import { findTask, type TaskView } from '../store/tasks.ts'
import { listVoted, type Voted } from '../store/votes.ts'
import { keepVotes, settleResult } from '../tasks/review.ts'
import { ballotOf } from './ballot.ts'
import { reconsidered } from './tally.ts'
import { votesOf } from './votes.ts'

/**
 * Looks at the votes given so far again: settings, roles and members may have changed. A vote of
 * somebody who could not approve now is dropped, and what has enough is approved. The sweep does it each
 * second, so whatever changes who may approve needs not think of it.
 */
export async function reconsiderVotes(core: Core): Promise<void> {
  for (const voted of await listVoted(core.store.db, {})) {
    if (await isDue(core, voted)) await reconsider(core, voted, false)
  }
}

/** The same at once, after the workspace's settings have changed; boards are told what is needed now. */
export async function reconsiderAll(core: Core, workspaceId: string): Promise<void> {
  for (const voted of await listVoted(core.store.db, { workspaceId })) {
    await reconsider(core, voted, true)
  }
}

async function isDue(core: Core, { id, workspace_id }: Voted): Promise<boolean> {
  const task = await findTask(core.store.db, workspace_id, id)
  if (!task) return false
  return (await lookAt(core.store.db, task)).becomes !== 'stays'
}

async function reconsider(core: Core, voted: Voted, tell: boolean): Promise<void> {
  const task = await transact(core, voted.workspace_id, (tx) => judge(tx, voted, core.now(), tell))
  taskMoved(core, task)
}

async function judge(
  tx: Tx,
  { id, workspace_id }: Voted,
  at: number,
  tell: boolean,
): Promise<TaskView | undefined> {
  await hold(tx, 'task', id)
  const seen = await findTask(tx, workspace_id, id)
  if (seen?.status !== 'review') return undefined
  const { votes, required, becomes } = await lookAt(tx, seen)
  const last = votes.at(-1)
  if (last && becomes === 'settles') {
    return await settleResult(tx, seen, { votes, required, last, at })
  }
  if (!tell && becomes === 'stays') return undefined
  return await keepVotes(tx, seen, votes, at)
}

async function lookAt(db: Db, task: TaskRow) {
  const { votes, required } = await ballotOf(db, task)
  const given = votesOf(task).length
  return { votes, required, becomes: reconsidered({ given, counting: votes.length, required }) }
}
