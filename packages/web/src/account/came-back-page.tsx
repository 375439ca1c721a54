import { TRIAL_STATE } from '@mission-control/protocol'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import { lazily } from '../app/loaded.ts'
import { usePageTitle } from '../app/page-title.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { EntryFrame } from './entry-frame.tsx'
import { Refusal } from './refusal.tsx'

const Trial = lazily(() => import('../sso/trial.tsx'), 'Trial')

/** Where a provider sends somebody back to: to be signed in, or to see what that would have come to. */
export function CameBackPage() {
  const { provider } = useParams({ from: '/sign-in/$provider' })
  const [answer] = useState(arrivedWith)
  // The code in it works once, but nobody needs it in the history.
  useEffect(() => {
    history.replaceState(history.state, '', location.pathname)
  }, [])
  const isTrial = new URLSearchParams(answer).get('state')?.startsWith(TRIAL_STATE)
  if (!isTrial) return <CameBack provider={provider} answer={answer} />
  return (
    <EntryFrame title={text.signIn.trial}>
      <Suspense>
        <Trial provider={provider} answer={answer} />
      </Suspense>
    </EntryFrame>
  )
}

/** They are signed in, and go where they wanted to. */
function CameBack({ provider, answer }: { provider: string; answer: string }) {
  usePageTitle(text.signIn.title)
  const { client } = useCore()
  const queries = useQueryClient()
  const finish = useQuery({
    queryKey: ['came-back', provider, answer],
    queryFn: async () => {
      const { returnTo } = await client.account.finishSso({ provider, answer }, { retries: 0 })
      queries.removeQueries({ queryKey: ['session'] })
      location.replace(insideOf(returnTo))
      return true
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return (
    <EntryFrame title={text.signIn.title}>
      {finish.error ? (
        <>
          <Refusal error={finish.error} />
          <Link to="/" className="justify-self-start text-accent hover:underline">
            {text.signIn.back}
          </Link>
        </>
      ) : (
        <p role="status">{text.signIn.finishing}</p>
      )}
    </EntryFrame>
  )
}

/** The query as the provider has written it, which the router may have put in other words. */
function arrivedWith(): string {
  const [arrival] = performance.getEntriesByType('navigation')
  return arrival ? new URL(arrival.name).search.slice(1) : ''
}

/** The server has checked it when it began; a page of ours it is in any case. */
function insideOf(returnTo: string): string {
  const base = new URL('.', document.baseURI)
  const url = new URL(`.${returnTo}`, base)
  return url.href.startsWith(base.href) ? url.href : base.href
}
