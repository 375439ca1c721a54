import type { Votes } from '@mission-control/protocol'
import { useSession } from '../account/session.ts'

/** Whether whoever is signed in has approved the result already, and how many people still have to. */
export function useOwnVote(votes: Votes | null) {
  const { user } = useSession()
  return {
    hasApproved: votes?.votes.some(({ userId }) => userId === user.id) ?? false,
    missing: votes ? votes.required - votes.given : 1,
  }
}
