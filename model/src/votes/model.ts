import type { Decision } from '@mission-control/protocol'
import type { Model, StepOf } from '../explore.ts'
import { mayApprove, violation, wrongAtRest } from './properties.ts'
import { due, lookAgain, noteWhoMay, take } from './server.ts'
import { initial, type Person, type Scope, type World } from './world.ts'

type Step = StepOf<World>

/** Several people who decide about one result, while rules and roles change and the server dies. */
export function votesModel(scope: Scope): Model<World> {
  return {
    first: initial(scope),
    steps: (world) => [
      ...world.people.flatMap((person, i) => stepsOf(world, scope, person, i)),
      ...serverSteps(world, scope),
      ...changes(world, scope),
    ],
    violation,
    wrongAtRest: (world) => wrongAtRest(world, scope),
  }
}

function stepsOf({ up }: World, scope: Scope, { id, asked, answer, left }: Person, i: number) {
  const steps: Step[] = []
  if (up && left > 0 && asked === null && answer === null) {
    const decisions: Decision[] = scope.wishes.includes('reject')
      ? ['approve', 'reject']
      : ['approve']
    for (const decision of decisions) {
      steps.push(choice(`${id} asks to ${decision}`, (w) => ask(w.people[i]!, decision)))
    }
  }
  if (up && asked !== null) {
    steps.push(fair(`the server takes ${asked} of ${id}`, (w) => takeOf(w, scope, i)))
  }
  if (answer !== null) steps.push(fair(`${id} is told`, (w) => tell(w.people[i]!)))
  return steps
}

function ask(person: Person, decision: Decision): void {
  person.left--
  person.asked = decision
}

function takeOf(w: World, scope: Scope, i: number): void {
  const person = w.people[i]!
  const isRejection =
    person.asked === 'reject' &&
    w.task.status === 'review' &&
    mayApprove({ ...w.rules, approveOwn: true }, person)
  take(w, scope, person)
  if (isRejection) w.happened.rejected = true
}

function tell(person: Person): void {
  person.told ||= person.answer === 'taken'
  person.answer = null
}

function serverSteps(world: World, scope: Scope): Step[] {
  if (!world.up) return [fair('the server starts', start)]
  const steps: Step[] = []
  if (world.changed) steps.push(fair('the votes are counted', (w) => lookAgain(w, scope)))
  if (due(world, scope) !== 'stays') {
    steps.push({ name: 'the sweep counts', kind: 'timer', take: (w) => lookAgain(w, scope) })
  }
  if (world.faults > 0) steps.push({ name: 'THE SERVER DIES', kind: 'fault', take: die })
  return steps
}

function start(w: World): void {
  w.up = true
}

function die(w: World): void {
  w.faults--
  w.up = false
  w.changed = false
  for (const person of w.people) {
    person.asked = null
    person.answer = null
  }
}

function changes({ up, changes, rules }: World, { wishes, roles }: Scope): Step[] {
  if (!up || changes === 0) return []
  const steps: Step[] = []
  const add = (name: string, change: (w: World) => void) => {
    const counted = (w: World) => {
      w.changes--
      change(w)
      noteWhoMay(w)
    }
    steps.push(choice(name, counted))
  }
  if (wishes.includes('rules')) {
    const set = (changed: Partial<World['rules']>) =>
      add(JSON.stringify(changed), (w) => {
        Object.assign(w.rules, changed)
        w.changed = true
      })
    for (const approvalQuorum of [1, 2, 3]) set({ approvalQuorum })
    set({ approveOwn: !rules.approveOwn })
    set({ approverRole: rules.approverRole === 'admin' ? 'approver' : 'admin' })
  }
  if (wishes.includes('roles')) {
    for (const [i, role] of roles.entries()) {
      const become = (name: string, changed: Partial<Person>) =>
        add(`p${i} ${name}`, (w) => void Object.assign(w.people[i]!, changed))
      become('leaves', { role: null })
      become('is disabled', { disabled: true })
      become('becomes an operator', { role: 'operator' })
      become('is as before', { role, disabled: false })
    }
  }
  return steps
}

const fair = (name: string, take: Step['take']): Step => ({ name, kind: 'fair', take })
const choice = (name: string, take: Step['take']): Step => ({ name, kind: 'choice', take })
