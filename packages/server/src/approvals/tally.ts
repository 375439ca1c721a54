import {
  type Decision,
  isApprover,
  type Role,
  type Settings,
  type Vote,
  whyNotApprove,
} from '@mission-control/protocol'

/** The workspace's rules about who approves. */
export type Rules = Pick<Settings, 'approverRole' | 'approveOwn'>

/** A member as the database knows them. */
interface Member {
  id: string
  role: Role
  kind: string
  disabled_at: number | null
}

/** Why this member can't decide so now; null: they can. Rejecting one's own is always possible. Pure. */
export function whyNotDecide(
  rules: Rules,
  member: Member | undefined,
  owners: readonly string[],
  decision: Decision,
): 'gone' | 'role' | 'own' | 'service' | null {
  if (!member || member.disabled_at !== null) return 'gone'
  if (decision === 'reject') return isApprover(member.role, rules.approverRole) ? null : 'role'
  return whyNotApprove(rules, { ...member, isService: member.kind === 'service' }, owners)
}

/** Whether an approval still counts: whoever gave it could give it now as well. Pure. */
export function stillCounts(
  rules: Rules,
  member: Member | undefined,
  owners: readonly string[],
): boolean {
  return whyNotDecide(rules, member, owners, 'approve') === null
}

/** The votes with one more, which takes the place of what the same person has said before. Pure. */
export function withVote<V extends Pick<Vote, 'userId'>>(votes: readonly V[], last: V): V[] {
  return [...votes.filter(({ userId }) => userId !== last.userId), last]
}

/**
 * What becomes of the approvals when they are looked at again: enough of them count, so the result is
 * approved; one doesn't count any more and is dropped; or all stays as it is. Pure.
 */
export function reconsidered(votes: {
  given: number
  counting: number
  required: number
}): 'settles' | 'drops' | 'stays' {
  if (votes.counting >= votes.required) return 'settles'
  return votes.counting < votes.given ? 'drops' : 'stays'
}
