import {
  type Decision,
  judgeVote,
  type Review,
  type Task,
  type Vote,
} from '@mission-control/protocol'
import { ballotOf, requireDecider } from '../approvals/ballot.ts'
import { toApprovalPayload } from '../approvals/present.ts'
import { withVote } from '../approvals/tally.ts'
import { votesOfSeveral } from '../approvals/votes.ts'
import { taskMoved } from '../chat/advance.ts'
import { type Caller, type Core, transact } from '../core.ts'
import { iso } from '../iso.ts'
import { appendActivity } from '../store/activity.ts'
import { findPendingOf } from '../store/approvals.ts'
import type { Tx } from '../store/schema.ts'
import { compareAndSetTask, type TaskView } from '../store/tasks.ts'
import { holdTask } from './find.ts'
import { conflict, moveTask } from './move.ts'
import { failure, toTask } from './present.ts'

/** Reviews the result of a task, and resolves its approval. */
export async function reviewTask(
  core: Core,
  caller: Caller,
  id: string,
  review: Review,
): Promise<Task> {
  const { task, repeated } = await transact(core, caller.workspaceId, async (tx) => {
    const seen = await holdTask(tx, caller.workspaceId, id)
    return await reviewResult(tx, seen, review, caller, core.now())
  })
  taskMoved(core, task)
  const shown = toTask(task)
  return repeated ? { ...shown, approvals: { ...shown.approvals!, repeated } } : shown
}

/**
 * The task after a vote; `repeated`: the vote changed nothing, because the same person had approved before.
 */
export interface Reviewed {
  task: TaskView
  repeated: boolean
}

/** Takes a person's decision: it settles the result, or more people have to approve. */
export async function reviewResult(
  tx: Tx,
  seen: TaskView,
  { decision, feedback }: Review,
  caller: Caller,
  at: number,
): Promise<Reviewed> {
  if (seen.status !== 'review') return conflict(seen, decision, ['review'])
  const ballot = await ballotOf(tx, seen)
  const { name } = await requireDecider(tx, ballot, caller, decision)
  const { required } = ballot
  const given = ballot.votes.map(({ userId }) => userId)
  const verdict = judgeVote({ given, required }, caller.userId, decision)
  if (verdict === 'repeats') return { task: seen, repeated: true }
  const last = { userId: caller.userId, name, decision, at: iso(at), feedback: feedback ?? null }
  const votes = withVote(ballot.votes, last)
  const task =
    verdict === 'settles'
      ? await settleResult(tx, seen, { votes, required, last, at })
      : await keepVotes(tx, seen, votes, at, caller.userId)
  return { task, repeated: false }
}

/** Ends the review with the decision of the last vote. */
export async function settleResult(
  tx: Tx,
  seen: TaskView,
  { votes, required, last, at }: { votes: Vote[]; required: number; last: Vote; at: number },
): Promise<TaskView> {
  return await moveTask(tx, seen, {
    action: last.decision,
    at,
    decidedBy: last.userId,
    changes: {
      feedback: last.feedback,
      votes: JSON.stringify(votes),
      approvals_needed: required,
      ...(last.decision === 'reject' && failure('rejected', 'The result was rejected.')),
    },
  })
}

/** Stores votes that don't settle the result yet. `voter`: who has just approved. */
export async function keepVotes(
  tx: Tx,
  seen: TaskView,
  votes: Vote[],
  at: number,
  voter?: string,
): Promise<TaskView> {
  const changes = { votes: votes.length === 0 ? null : JSON.stringify(votes) }
  const task = await compareAndSetTask(tx, seen, changes)
  if (!task) return conflict(seen, 'approve' satisfies Decision, ['review'])
  const payload = {
    ...toApprovalPayload(await findPendingOf(tx, task.id), task.desktop_id),
    ...votesOfSeveral(task),
    ...(voter !== undefined && { voter }),
  }
  await appendActivity(tx, task.workspace_id, at, [{ type: 'approval.voted', payload }])
  return task
}
