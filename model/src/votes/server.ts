import type { Decision } from '@mission-control/protocol'
import { countingNow, mayApprove, requiredNow } from './properties.ts'
import { OWNERS, type Person, type Scope, type World } from './world.ts'

/** A decision and all that follows from it are one transaction, as `reviewResult` writes it. */
export function take(w: World, scope: Scope, person: Person): void {
  const decision = person.asked!
  person.asked = null
  const isTaken = review(w, scope, person, decision)
  person.answer = isTaken ? 'taken' : 'refused'
  person.counts ||= isTaken && decision === 'approve'
}

function review(w: World, scope: Scope, person: Person, decision: Decision): boolean {
  const { decisions: d } = scope
  if (w.task.status !== 'review') return false
  if (d.whyNotDecide(w.rules, memberOf(person), OWNERS, decision) !== null) return false
  const { counting, required } = ballotOf(w, scope)
  const given = counting.map(({ userId }) => userId)
  const verdict = d.judgeVote({ given, required }, person.id, decision)
  if (verdict === 'repeats') return true
  const votes = d.withVote(counting, { userId: person.id })
  if (verdict === 'settles') settle(w, scope, votes, decision)
  else w.task.votes = votes
  return true
}

/** As `reconsider` does it, in a transaction of its own. */
export function lookAgain(w: World, scope: Scope): void {
  w.changed = false
  const { counting } = ballotOf(w, scope)
  const becomes = due(w, scope)
  if (becomes === 'settles') settle(w, scope, counting, 'approve')
  if (becomes === 'drops') w.task.votes = counting
}

/** What the votes come to, if somebody looks at them. */
export function due(w: World, scope: Scope): 'settles' | 'drops' | 'stays' {
  const given = w.task.votes.length
  // The server looks only at tasks in review that have votes.
  if (w.task.status !== 'review' || given === 0) return 'stays'
  const { counting, required } = ballotOf(w, scope)
  return scope.decisions.reconsidered({ given, counting: counting.length, required })
}

function ballotOf(w: World, { decisions: d, asks }: Scope) {
  const counting = w.task.votes.filter(({ userId }) => {
    const person = w.people.find(({ id }) => id === userId)!
    return d.stillCounts(w.rules, memberOf(person), OWNERS)
  })
  return { counting, required: d.approvalsRequired(asks, w.rules.approvalQuorum) }
}

function settle(w: World, scope: Scope, votes: World['task']['votes'], decision: Decision): void {
  const before = { status: w.task.status, cancelRequested: false, gated: true }
  const next = scope.decisions.transition(before, decision)
  if (!next.ok) throw new Error(`${decision} of a task that is ${w.task.status}`)
  w.task.status = next.status
  w.task.votes = votes
  w.happened.resolutions++
  if (decision === 'approve') {
    w.happened.approved = { counting: countingNow(w), required: requiredNow(w, scope) }
  }
}

function memberOf({ id, role, disabled }: Person) {
  if (role === null) return undefined
  return { id, role, kind: 'person', disabled_at: disabled ? 1 : null }
}

/** The approval of who can't approve any more is forgotten for good, also if they can again. */
export function noteWhoMay(w: World): void {
  for (const person of w.people) person.counts &&= mayApprove(w.rules, person)
}
