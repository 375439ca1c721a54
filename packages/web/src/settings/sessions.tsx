import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSession } from '../account/session.ts'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { SessionRow } from './session-row.tsx'

const words = text.settings.account

/** Where the person is signed in. */
export function Sessions() {
  const { client } = useCore()
  const { signOut } = useSession()
  const queries = useQueryClient()
  const say = useSay()
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => client.account.sessions() })
  const end = useMutation({
    mutationFn: (ids: string[]) => Promise.all(ids.map((id) => client.account.revokeSession(id))),
    onSuccess: (_answers, ids) => say(words.signedOut(ids.length)),
    onError: (error) => say(explain(error), { bad: true }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  })
  const leave = () => signOut().catch((error) => say(explain(error), { bad: true }))
  const others = sessions.data?.filter(({ current }) => !current).map(({ id }) => id) ?? []
  return (
    <section aria-labelledby="sessions" className="grid gap-3 border-t border-line pt-4">
      <div className="flex min-h-6 items-center gap-3">
        <h2 id="sessions" className="flex-1 font-semibold">
          {words.sessions}
        </h2>
        {others.length > 1 && (
          <Button size="small" disabled={end.isPending} onClick={() => end.mutate(others)}>
            {words.signOutOthers}
          </Button>
        )}
      </div>
      {sessions.error && (
        <p role="alert" className="text-failed">
          {explain(sessions.error)}
        </p>
      )}
      {sessions.isPending && <Skeleton className="h-14" />}
      {sessions.data && (
        <ul className="rounded-lg border border-line bg-panel">
          {sessions.data.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              disabled={end.isPending}
              onEnd={session.current ? leave : () => end.mutate([session.id])}
            />
          ))}
        </ul>
      )}
    </section>
  )
}
