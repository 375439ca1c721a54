import { OWNERS, type Person, type Rules, type Scope, type World } from './world.ts'

/** Whether the person could approve now. Told apart from the server's own word for it, which is on trial. */
export function mayApprove({ approverRole, approveOwn }: Rules, person: Person): boolean {
  if (person.role === null || person.disabled) return false
  const isApprover =
    person.role === 'admin' || (person.role === 'approver' && approverRole === 'approver')
  return isApprover && (approveOwn || !OWNERS.includes(person.id))
}

/** How many people's approvals count now. */
export function countingNow({ rules, task, people }: World): number {
  const gave = new Set(task.votes.map(({ userId }) => userId))
  return people.filter((person) => gave.has(person.id) && mayApprove(rules, person)).length
}

export function requiredNow({ rules }: World, { asks }: Scope): number {
  return Math.max(rules.approvalQuorum, asks ?? 1)
}

export function violation({ task, people, happened }: World): string | null {
  const { resolutions, rejected, approved } = happened
  if (resolutions > 1) return `it was resolved ${resolutions} times`
  if (rejected && task.status !== 'failed') return `it was rejected and is ${task.status}`
  if (approved && approved.counting < approved.required) {
    return `it was approved by ${approved.counting} of ${approved.required}`
  }
  const gave = task.votes.map(({ userId }) => userId)
  if (new Set(gave).size < gave.length) return `somebody is counted twice: ${gave.join(' ')}`
  if (task.status !== 'review') return null
  const lost = people.find(({ id, told, counts }) => told && counts && !gave.includes(id))
  return lost ? `the approval of ${lost.id} is lost` : null
}

export function wrongAtRest(world: World, scope: Scope): string | null {
  if (world.task.status !== 'review') return null
  const counting = countingNow(world)
  if (counting >= requiredNow(world, scope)) return `${counting} have approved, and it stays open`
  return counting < world.task.votes.length ? 'an approval that counts no more is kept' : null
}
