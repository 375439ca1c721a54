import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explore } from '../src/explore.ts'
import { type Decisions, REAL } from '../src/votes/decisions.ts'
import { votesModel } from '../src/votes/model.ts'
import { QUICK, TWO_OF_THREE } from '../src/votes/scopes.ts'
import type { Scope } from '../src/votes/world.ts'

/** Beyond so many states a check gives up. */
const LIMIT = 200_000

for (const [name, scope] of Object.entries(QUICK)) {
  test(`a result is decided once, by as many as are required, and no approval is lost (${name})`, () => {
    const { violation, complete, atRest } = explore(votesModel(scope), LIMIT)
    assert.deepEqual(violation, null)
    assert.ok(complete && atRest > 0)
  })
}

/** A decision that is wrong, where it shows, and what the check says of it. */
interface Broken {
  decisions: Partial<Decisions>
  scope?: Partial<Scope>
  says: RegExp
}

const BROKEN: Record<string, Broken> = {
  'one person counts twice': {
    decisions: {
      judgeVote: ({ given, required }, _, decision) =>
        decision === 'reject' || given.length + 1 >= required ? 'settles' : 'counts',
    },
    scope: { tries: 2 },
    says: /approved by 1 of 2/,
  },
  'whoever has left still counts': {
    decisions: { stillCounts: () => true },
    says: /counts no more is kept/,
  },
  'the owner approves although nobody may approve their own': {
    decisions: {
      whyNotDecide: (rules, member, owners, decision) =>
        REAL.whyNotDecide({ ...rules, approveOwn: true }, member, owners, decision),
    },
    scope: { rules: { ...TWO_OF_THREE.rules, approveOwn: false } },
    says: /approved by 0 of 1/,
  },
  'the workspace may ask for fewer than the task': {
    decisions: { approvalsRequired: (_, ofWorkspace) => ofWorkspace ?? 1 },
    scope: { asks: 3 },
    says: /approved by 1 of 3/,
  },
  'a rejection is taken for a vote': {
    decisions: {
      judgeVote: (votes, voter, decision) =>
        decision === 'reject' ? 'counts' : REAL.judgeVote(votes, voter, decision),
    },
    says: /was rejected and is review/,
  },
  'an approval takes the place of the one before': {
    decisions: { withVote: (_, last) => [last] },
    scope: { rules: { ...TWO_OF_THREE.rules, approvalQuorum: 3 } },
    says: /the approval of p\d is lost/,
  },
  'nobody looks at the votes again when fewer are required': {
    decisions: { reconsidered: () => 'stays' },
    scope: { wishes: ['rules'] },
    says: /have approved, and it stays open/,
  },
  'approvals are dropped that still count': {
    decisions: { reconsidered: () => 'drops', stillCounts: () => false },
    says: /is lost/,
  },
  'what is over is decided again': {
    decisions: {
      judgeVote: () => 'settles',
      transition: (state, action) => {
        const next = REAL.transition(state, action)
        return next.ok && next.status === 'done' ? { ...next, status: 'review' } : next
      },
    },
    scope: { rules: { ...TWO_OF_THREE.rules, approvalQuorum: 1 } },
    says: /was resolved 2 times/,
  },
}

for (const [what, { decisions, scope, says }] of Object.entries(BROKEN)) {
  test(`the check finds it out when ${what}`, () => {
    const broken = { ...TWO_OF_THREE, ...scope, decisions: { ...REAL, ...decisions } }
    const { violation } = explore(votesModel(broken), LIMIT)
    assert.match(violation?.what ?? 'nothing', says)
  })
}
