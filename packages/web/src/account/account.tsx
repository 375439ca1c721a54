import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { explain } from '../app/explain.ts'
import { follow } from '../live/follow.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { SessionContext } from './session.ts'
import { SessionExpired } from './session-expired.tsx'
import type { SessionGate } from './session-gate.ts'
import { SignInPage } from './sign-in-page.tsx'

/** Lets in who is signed in, and keeps what is shown at the present for them. */
export function Account({ gate, children }: { gate: SessionGate; children: ReactNode }) {
  const { client } = useCore()
  const queries = useQueryClient()
  const session = useQuery({ queryKey: ['session'], queryFn: () => client.account.session() })
  const expired = useSyncExternalStore(gate.subscribe, gate.isExpired)
  const refresh = () => queries.invalidateQueries({ queryKey: ['session'] })

  if (session.isPending) return null
  if (session.error) {
    return (
      <section role="alert" className="grid justify-items-start gap-2 p-5">
        <p>{explain(session.error)}</p>
        <Button onClick={refresh}>{text.actions.retry}</Button>
      </section>
    )
  }
  const { user, needsSetUp } = session.data
  if (!user) return <SignInPage needsSetUp={needsSetUp} onSignedIn={refresh} />
  return (
    <SessionContext value={{ user, refresh }}>
      <Following />
      {children}
      {expired && (
        <SessionExpired
          onSignedIn={() => {
            gate.renewed()
            void refresh()
          }}
        />
      )}
    </SessionContext>
  )
}

function Following() {
  const { client, store } = useCore()
  useEffect(() => {
    const leaving = new AbortController()
    void follow(client, store, leaving.signal)
    return () => leaving.abort()
  }, [client, store])
  return null
}
