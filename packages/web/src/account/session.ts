import type { SessionState, User } from '@mission-control/protocol'
import { createContext, useContext } from 'react'

interface Session {
  user: User
  /** What they are and may do in the workspace of the page. */
  workspace: SessionState['workspace']
  /** Ends it and leaves the page. */
  signOut(): Promise<void>
}

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('used outside of a session')
  return session
}
