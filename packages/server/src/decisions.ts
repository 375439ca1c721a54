// What the server decides about runs and votes, without what it reads and writes: for the model check.
export { reconsidered, stillCounts, whyNotDecide, withVote } from './approvals/tally.ts'
export { advance, isComplete } from './runners/output.ts'
export { answersTo, fence, reconcile } from './runners/reconcile.ts'
export { endAction, endsAtOnce } from './tasks/end-action.ts'
