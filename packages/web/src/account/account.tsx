import type { SessionState, User } from '@mission-control/protocol'
import { useQuery } from '@tanstack/react-query'
import {
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react'
import { explain } from '../app/explain.ts'
import { ahead, lazily } from '../app/loaded.ts'
import { useFollowing } from '../live/use-following.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { useNotifications } from '../notifications/use-notifications.ts'
import { keepFor } from '../stored/personal.ts'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { leave } from './leave.ts'
import { RightsProvider } from './may.tsx'
import { SessionContext } from './session.ts'
import type { SessionGate } from './session-gate.ts'
import { useSignedIn } from './use-signed-in.ts'

const loadPage = () => import('./sign-in-page.tsx')
const loadDialog = () => import('./session-expired.tsx')
const SignInPage = lazily(loadPage, 'SignInPage')
const SessionExpired = lazily(loadDialog, 'SessionExpired')
const NoWorkspace = lazily(() => import('./no-workspace.tsx'), 'NoWorkspace')

/** Lets signed-in people in, and keeps their page up to date. */
export function Account({ gate, children }: { gate: SessionGate; children: ReactNode }) {
  const { client } = useCore()
  const session = useQuery({
    queryKey: ['session'],
    queryFn: async () => {
      const answer = await client.account.session()
      if (answer.user) keepFor(answer.user.id)
      return answer
    },
    // Somebody may have signed in or out in another tab: checked when this one becomes visible.
    staleTime: 0,
  })
  const refresh = useCallback(() => void session.refetch(), [session.refetch])
  const tellTabs = useSignedIn(refresh)
  const signedIn = useCallback(() => {
    refresh()
    tellTabs()
  }, [refresh, tellTabs])
  // Whoever is signed in needs it when the session ends, also if the server has another version by then.
  useEffect(() => ahead(() => Promise.all([loadPage(), loadDialog()])), [])
  const inside = useRef<User | null>(null)
  const known = session.data?.user
  if (known && (inside.current === null || inside.current.id === known.id)) inside.current = known

  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer counts, also an equal one.
  useEffect(() => {
    const now = session.data?.user
    if (now && inside.current && now.id !== inside.current.id) location.reload()
    else if (now) gate.renewed()
    else if (inside.current) gate.expire()
  }, [gate, session.dataUpdatedAt])

  if (inside.current && session.data?.user && session.data.workspace === null)
    return (
      <Suspense>
        <NoWorkspace />
      </Suspense>
    )
  if (inside.current) {
    return (
      <Inside
        gate={gate}
        workspace={session.data?.workspace ?? null}
        user={inside.current}
        ask={refresh}
        onSignedIn={signedIn}
      >
        {children}
      </Inside>
    )
  }
  if (session.data) {
    return (
      <Suspense>
        <SignInPage needsSetUp={session.data.needsSetUp} onSignedIn={signedIn} />
      </Suspense>
    )
  }
  if (session.isPending) return null
  return (
    <section role="alert" className="grid justify-items-start gap-2 p-5">
      <p>{explain(session.error)}</p>
      <Button onClick={refresh}>{text.actions.retry}</Button>
    </section>
  )
}

interface InsideProps {
  gate: SessionGate
  workspace: SessionState['workspace']
  user: User
  /** Asks the server who is signed in. */
  ask: () => void
  onSignedIn: () => void
  children: ReactNode
}

/** The page stays when the session ends, so that everything is in its place after signing in again. */
function Inside({ gate, workspace, user, ask, onSignedIn, children }: InsideProps) {
  const { client, streams } = useCore()
  const expired = useSyncExternalStore(gate.subscribe, gate.isExpired)
  const session = useMemo(
    () => ({ user, workspace, signOut: () => leave(client, gate) }),
    [user, workspace, client, gate],
  )
  useLayoutEffect(() => streams.signedIn(user.id), [streams, user.id])
  useFollowing(useNotifications())
  const cut = useLive((live) => live.connection.state === 'cut')
  useEffect(() => {
    if (cut) ask() // A session that is ended elsewhere shows first by the end of its stream.
  }, [cut, ask])
  return (
    <SessionContext value={session}>
      <RightsProvider>{children}</RightsProvider>
      <Suspense>
        {expired && <SessionExpired email={user.email} onSignedIn={onSignedIn} />}
      </Suspense>
    </SessionContext>
  )
}
