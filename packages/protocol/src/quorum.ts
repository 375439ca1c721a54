export const DECISIONS = ['approve', 'reject'] as const
type Decision = (typeof DECISIONS)[number]

/** How many people at most have to approve a result. */
export const QUORUM_MAX = 5

/** The workspace asks for a number of approvals; a task may ask for more, never for fewer. Pure. */
export function approvalsRequired(ofTask: number | null, ofWorkspace: number | null): number {
  return Math.max(ofTask ?? 1, ofWorkspace ?? 1)
}

/**
 * What a vote does: it `settles` the question with its own decision, it `counts` as one more approval,
 * or it `repeats` what the same person has said before. A rejection settles, whoever has approved.
 * `given`: who has approved so far. Pure; the only place that knows the rule.
 */
export function judgeVote(
  { given, required }: { given: readonly string[]; required: number },
  voter: string,
  decision: Decision,
): 'settles' | 'counts' | 'repeats' {
  if (decision === 'reject') return 'settles'
  if (new Set(given).add(voter).size >= required) return 'settles'
  return given.includes(voter) ? 'repeats' : 'counts'
}

/** The least role that decides, which a workspace chooses. */
export const APPROVER_ROLES = ['approver', 'admin'] as const
export type ApproverRole = (typeof APPROVER_ROLES)[number]

/** Whether the role decides about results and permissions where `least` is the least that does. Pure. */
export function isApprover(role: string, least: ApproverRole): boolean {
  return role === 'admin' || role === least
}

/**
 * Why somebody can't approve a result: `role`; the task is their `own`; or, where nobody approves their
 * own, they are a `service` account, of which nobody knows who uses it. Null: they can. Pure.
 */
export function whyNotApprove(
  rules: { approverRole: ApproverRole; approveOwn: boolean },
  voter: { id: string; role: string; isService: boolean },
  owners: readonly string[],
): 'role' | 'own' | 'service' | null {
  if (!isApprover(voter.role, rules.approverRole)) return 'role'
  if (rules.approveOwn) return null
  if (voter.isService) return 'service'
  return owners.includes(voter.id) ? 'own' : null
}
