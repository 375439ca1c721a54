import type { User } from '@mission-control/protocol'
import { createContext, useContext } from 'react'

interface Session {
  user: User
  /** Ends it and leaves the page. */
  signOut(): Promise<void>
}

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('used outside of a session')
  return session
}
