import {
  approvalsRequired,
  type Decision,
  fail,
  isApprover,
  type Settings,
  type Vote,
  whyNotApprove,
} from '@mission-control/protocol'
import type { AuthenticatedCaller, Caller } from '../core.ts'
import { findMember } from '../store/memberships.ts'
import type { Db, TaskRow } from '../store/schema.ts'
import { readSettings } from '../store/workspaces.ts'
import { ownersOf } from '../tasks/owners.ts'
import { votesOf } from './votes.ts'

/** Who decides, by what they are in the workspace. */
export type Judge = Caller & Pick<AuthenticatedCaller, 'role'>

type Rules = Pick<Settings, 'approverRole' | 'approveOwn'>

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
    if (!member || member.disabled_at !== null) continue
    const voter = { ...member, isService: member.kind === 'service' }
    if (whyNotApprove(rules, voter, owners) === null) votes.push(vote)
  }
  const required = approvalsRequired(task.approvals_asked, rules.approvalQuorum)
  return { rules, owners, required, votes }
}

/** Throws unless the caller's role decides in this workspace. */
export function requireApprover({ approverRole }: Rules, { role }: Judge): void {
  if (isApprover(role, approverRole)) return
  fail(
    'not_allowed',
    `In this workspace ${approverRole}s decide about approvals; your role is ${role}. An admin can change this in the settings of the workspace.`,
  )
}

/** Throws unless the caller may decide so. Rejecting one's own is always possible. */
export function requireVoter(ballot: Ballot, caller: Judge, decision: Decision) {
  requireApprover(ballot.rules, caller)
  if (decision === 'reject') return
  const voter = {
    id: caller.userId,
    role: caller.role,
    isService: caller.actor.kind === 'service',
  }
  const why = whyNotApprove(ballot.rules, voter, ballot.owners)
  if (why === 'own' || why === 'service') fail('own_task', REFUSALS[why])
}

const REFUSALS = {
  own: 'Nobody approves their own task in this workspace, and you created this one, ran it or ran it again. Somebody else has to approve it; you can reject it.',
  service:
    'Nobody approves their own task in this workspace, so only people approve: nobody knows who uses a service account.',
}
