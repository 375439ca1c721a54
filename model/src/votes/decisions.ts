import { approvalsRequired, judgeVote, transition } from '@mission-control/protocol'
import {
  reconsidered,
  stillCounts,
  whyNotDecide,
  withVote,
} from '@mission-control/server/decisions'

/** What the server decides about votes, by its own code. A test puts a broken one in its place. */
export const REAL = {
  approvalsRequired,
  judgeVote,
  reconsidered,
  stillCounts,
  transition,
  whyNotDecide,
  withVote,
}
export type Decisions = typeof REAL
