import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  APPROVER_ROLES,
  approvalsRequired,
  isApprover,
  judgeVote,
  QUORUM_MAX,
  whyNotApprove,
} from '../src/index.ts'

const PEOPLE = ['ada', 'bob', 'eve', 'joe', 'kim', 'lou'] as const
const numbers = (to: number) => Array.from({ length: to }, (_, i) => i + 1)

/** Every order of up to four votes of three people, with what has become of it after each. */
function* histories(required: number, depth: number, given: string[] = []): Generator<string> {
  if (depth === 0) return
  for (const voter of PEOPLE.slice(0, 3)) {
    for (const decision of ['approve', 'reject'] as const) {
      const verdict = judgeVote({ given, required }, voter, decision)
      const line = `${required}: ${given.join('+') || 'nobody'}, then ${voter} would ${decision}`
      const after = new Set([...given, voter]).size
      if (decision === 'reject') assert.equal(verdict, 'settles', line)
      else if (after >= required) assert.equal(verdict, 'settles', line)
      else assert.equal(verdict, given.includes(voter) ? 'repeats' : 'counts', line)
      yield line
      if (verdict === 'counts') yield* histories(required, depth - 1, [...given, voter])
      if (verdict === 'repeats') yield* histories(required, depth - 1, given)
    }
  }
}

test('whatever the order, a rejection ends it, and so do enough people, each counted once', () => {
  for (const required of numbers(QUORUM_MAX)) {
    const lines = [...histories(required, 4)]
    assert.ok(lines.length >= 6)
  }
})

test('exactly the quorum settles it: one approval fewer never does, and the last one always does', () => {
  for (const required of numbers(QUORUM_MAX)) {
    for (const count of numbers(required)) {
      const given = PEOPLE.slice(0, count - 1)
      const verdict = judgeVote({ given, required }, PEOPLE[count - 1]!, 'approve')
      assert.equal(verdict, count === required ? 'settles' : 'counts', `${count} of ${required}`)
    }
  }
})

test('who has approved can still reject', () => {
  assert.equal(judgeVote({ given: ['ada'], required: 3 }, 'ada', 'approve'), 'repeats')
  assert.equal(judgeVote({ given: ['ada'], required: 3 }, 'ada', 'reject'), 'settles')
})

test('where fewer are needed by now, also a repeated approval settles it', () => {
  assert.equal(judgeVote({ given: ['ada', 'bob'], required: 2 }, 'ada', 'approve'), 'settles')
})

test('a task asks for as many as its workspace, or for more', () => {
  for (const ofTask of [null, ...numbers(QUORUM_MAX)]) {
    for (const ofWorkspace of [null, ...numbers(QUORUM_MAX)]) {
      const required = approvalsRequired(ofTask, ofWorkspace)
      assert.equal(required, Math.max(1, ofTask ?? 0, ofWorkspace ?? 0))
    }
  }
})

test('the table of who approves, each cell: role, rule, whose task it is', () => {
  const lines: string[] = []
  for (const role of ['viewer', 'operator', 'approver', 'admin']) {
    for (const approverRole of APPROVER_ROLES) {
      for (const approveOwn of [true, false]) {
        const whose = [
          ['own', 'ada', false],
          ["another's", 'bob', false],
          ['service', 'robot', true],
        ] as const
        const cells = whose.map(([name, id, isService]) => {
          const rules = { approverRole, approveOwn }
          const why = whyNotApprove(rules, { id, role, isService }, ['ada', 'joe'])
          assert.equal(why === 'role', !isApprover(role, approverRole))
          return `${name} ${why ?? 'yes'}`
        })
        lines.push(
          `${role}, from ${approverRole}${approveOwn ? '' : ', not their own'}: ${cells.join(', ')}`,
        )
      }
    }
  }
  const no = "own role, another's role, service role"
  const yes = "own yes, another's yes, service yes"
  const strict = "own own, another's yes, service service"
  assert.deepEqual(lines, [
    `viewer, from approver: ${no}`,
    `viewer, from approver, not their own: ${no}`,
    `viewer, from admin: ${no}`,
    `viewer, from admin, not their own: ${no}`,
    `operator, from approver: ${no}`,
    `operator, from approver, not their own: ${no}`,
    `operator, from admin: ${no}`,
    `operator, from admin, not their own: ${no}`,
    `approver, from approver: ${yes}`,
    `approver, from approver, not their own: ${strict}`,
    `approver, from admin: ${no}`,
    `approver, from admin, not their own: ${no}`,
    `admin, from approver: ${yes}`,
    `admin, from approver, not their own: ${strict}`,
    `admin, from admin: ${yes}`,
    `admin, from admin, not their own: ${strict}`,
  ])
})
