import {
  type Member,
  type NewTask,
  QUORUM_MAX,
  type Settings,
  whyNotApprove,
} from '@mission-control/protocol'
import type { Draft } from './draft.ts'

type Rules = Pick<Settings, 'approverRole' | 'approveOwn'>

/** How many members could approve a task that this user creates. Pure. */
export function approversOf(members: readonly Member[], rules: Rules, creator: string): number {
  return members.filter(({ id, role, kind, disabled }) => {
    const voter = { id, role, isService: kind === 'service' }
    return !disabled && whyNotApprove(rules, voter, [creator]) === null
  }).length
}

/**
 * The numbers of approvals that a task can need. `least`: the workspace's number, below which no task
 * goes. Empty: there is nothing to choose, because one person decides. Pure.
 */
export function approvalChoices(least: number, asked: number | null, approvers: number): number[] {
  if (Math.max(least, asked ?? 1, approvers) === 1) return []
  return Array.from({ length: QUORUM_MAX - least + 1 }, (_, i) => least + i)
}

/** What the form asks for. A number that was chosen before approval was switched off is not sent. Pure. */
export function approvalSent(
  { requiresApproval, approvals }: Pick<Draft, 'requiresApproval' | 'approvals'>,
  always: boolean,
): Pick<NewTask, 'requiresApproval' | 'approvals'> {
  const isAsked = (always || requiresApproval) && approvals !== null
  return { requiresApproval, ...(isAsked && { approvals: { required: approvals } }) }
}
