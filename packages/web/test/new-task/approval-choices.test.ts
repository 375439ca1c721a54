import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Member } from '@mission-control/protocol'
import { approvalChoices, approvalSent, approversOf } from '../../src/new-task/approval-choices.ts'

for (const [least, asked, approvers, choices] of [
  [1, null, 1, []],
  [1, 1, 0, []],
  [1, null, 2, [1, 2, 3, 4, 5]],
  [1, 3, 1, [1, 2, 3, 4, 5]],
  [3, null, 1, [3, 4, 5]],
  [5, 2, 9, [5]],
] as const) {
  test(`where the workspace asks for ${least}, the task for ${asked} and ${approvers} may approve, ${choices.join() || 'nothing'} can be chosen`, () => {
    assert.deepEqual(approvalChoices(least, asked, approvers), choices)
  })
}

const member = (id: string, role: Member['role'], changes: Partial<Member> = {}) =>
  ({ id, role, kind: 'person', disabled: false, ...changes }) as Member
const MEMBERS = [
  member('ada', 'admin'),
  member('bob', 'approver'),
  member('ops', 'operator'),
  member('gone', 'admin', { disabled: true }),
  member('bot', 'approver', { kind: 'service' }),
]

for (const [approverRole, approveOwn, count] of [
  ['approver', true, 3],
  ['admin', true, 1],
  ['approver', false, 1],
  ['admin', false, 0],
] as const) {
  test(`${count} can approve a task of Ada's where ${approverRole}s decide, ${approveOwn ? 'also' : 'not'} about their own`, () => {
    assert.equal(approversOf(MEMBERS, { approverRole, approveOwn }, 'ada'), count)
  })
}

for (const [always, requiresApproval, approvals, sent] of [
  [false, true, null, {}],
  [false, true, 2, { approvals: { required: 2 } }],
  [false, false, 2, {}],
  [true, false, 2, { approvals: { required: 2 } }],
] as const) {
  test(`${approvals} approvals are asked for only where the result is reviewed: ${always || requiresApproval}`, () => {
    assert.deepEqual(approvalSent({ requiresApproval, approvals }, always), {
      requiresApproval,
      ...sent,
    })
  })
}
