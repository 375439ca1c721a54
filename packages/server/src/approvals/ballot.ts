import { approvalsRequired, type Decision, fail, type Vote } from '@mission-control/protocol'
import { notAllowed } from '../auth/not-allowed.ts'
import type { Caller } from '../core.ts'
import { findMember, type MemberRow } from '../store/memberships.ts'
import type { Db, TaskRow, Tx } from '../store/schema.ts'
import { readSettings } from '../store/workspaces.ts'
import { ownersOf } from '../tasks/owners.ts'
import { type Rules, stillCounts, whyNotDecide } from './tally.ts'
import { votesOf } from './votes.ts'

/** What a vote about a task's result is judged by. */
export interface Ballot {
  rules: Rules
  owners: string[]
  required: number
  /** The approvals that count: of those who could approve it now as well. */
  votes: Vote[]
}

export async function ballotOf(db: Db, task: TaskRow): Promise<Ballot> {
  const rules = await readSettings(db, task.workspace_id)
  const owners = ownersOf(task)
  const votes: Vote[] = []
  for (const vote of votesOf(task)) {
    const member = await findMember(db, task.workspace_id, vote.userId)
    if (stillCounts(rules, member, owners)) votes.push(vote)
  }
  const required = approvalsRequired(task.approvals_asked, rules.approvalQuorum)
  return { rules, owners, required, votes }
}

/**
 * The caller as a member. Throws unless they may decide so by the role that they have now, which may be
 * another one than when the request came in. `owners`: whose own it is.
 */
export async function requireDecider(
  tx: Tx,
  { rules, owners }: Pick<Ballot, 'rules' | 'owners'>,
  { workspaceId, userId }: Caller,
  decision: Decision,
): Promise<MemberRow> {
  const member = await findMember(tx, workspaceId, userId)
  const why = whyNotDecide(rules, member, owners, decision)
  if (member && why === null) return member
  if (!member || why === 'gone')
    return fail('not_allowed', 'You are not a member of this workspace any more.')
  if (why === 'own' || why === 'service') return fail('own_task', REFUSALS[why])
  return await notAllowed(
    tx,
    workspaceId,
    `In this workspace ${rules.approverRole}s decide about approvals; your role is ${member.role}. An admin of the workspace can change this in its settings`,
  )
}

const REFUSALS = {
  own: 'Nobody approves their own task in this workspace, and you created this one, ran it or ran it again. Somebody else has to approve it; you can reject it.',
  service:
    'Nobody approves their own task in this workspace, so only people approve: nobody knows who uses a service account.',
}
