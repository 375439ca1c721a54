import { approvalsRequired, type Vote, type Votes } from '@mission-control/protocol'
import type { TaskView } from '../store/tasks.ts'

type Voted = Pick<
  TaskView,
  'requires_approval' | 'approvals_asked' | 'approvals_needed' | 'completed_at' | 'votes' | 'quorum'
>

export function votesOf({ votes }: Pick<TaskView, 'votes'>): Vote[] {
  return votes === null ? [] : JSON.parse(votes)
}

/** The approvals of a task's result as the API shows them; null: it needs none, or was over before. */
export function toVotes(row: Voted): Votes | null {
  if (row.requires_approval === 0) return null
  if (row.completed_at !== null && row.approvals_needed === null) return null
  const votes = votesOf(row)
  const required = row.approvals_needed ?? approvalsRequired(row.approvals_asked, row.quorum)
  const given = votes.filter(({ decision }) => decision === 'approve').length
  return { required, given, votes }
}

/** The same for an event: where one person decides, who that was says all. */
export function votesOfSeveral(row: Voted): { approvals?: Votes } {
  const approvals = toVotes(row)
  return approvals && approvals.required > 1 ? { approvals } : {}
}
