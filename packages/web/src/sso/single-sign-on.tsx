import { ApiError } from '@mission-control/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Refusal } from '../account/refusal.tsx'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Switch } from '../ui/switch.tsx'
import { NewProvider } from './new-provider.tsx'
import { ProviderCard } from './provider-card.tsx'

const words = text.sso

/** Access > Single Sign-On: of the whole server, for its owner. Everybody else is told so. */
export function SingleSignOn() {
  const { client } = useCore()
  const [adding, setAdding] = useState(false)
  const sso = useQuery({ queryKey: ['sso'], queryFn: () => client.sso.get() })
  if (sso.error instanceof ApiError && sso.error.code === 'not_allowed')
    return <p className="text-dim">{sso.error.message}</p>
  if (sso.error) return <Refusal error={sso.error} />
  if (!sso.data) return <Skeleton className="h-24" />
  const { providers, redirectBase } = sso.data
  return (
    <>
      <Required isOn={sso.data.required} isFixed={sso.data.requiredReadOnly} />
      <section aria-label={words.providers} className="grid grid-cols-1 gap-3">
        {providers.length === 0 && !adding && <p className="text-dim">{words.none}</p>}
        {providers.map((provider) => (
          <ProviderCard key={provider.id} provider={provider} />
        ))}
      </section>
      {adding ? (
        <NewProvider
          taken={providers.map(({ id }) => id)}
          redirectBase={redirectBase}
          onDone={() => setAdding(false)}
        />
      ) : (
        <Button
          look={providers.length === 0 ? 'main' : 'plain'}
          icon="plus"
          className="justify-self-start"
          onClick={() => setAdding(true)}
        >
          {words.add}
        </Button>
      )}
    </>
  )
}

function Required({ isOn, isFixed }: { isOn: boolean; isFixed: boolean }) {
  const { client } = useCore()
  const queries = useQueryClient()
  const say = useSay()
  const change = useMutation({
    mutationFn: (required: boolean) => client.sso.require(required),
    onSuccess: (settings) => queries.setQueryData(['sso'], settings),
    onError: (error) => say(explain(error), { bad: true }),
  })
  return (
    <div className="rounded-lg border border-line bg-panel p-4">
      <Switch
        label={words.required}
        hint={isFixed ? words.requiredFixed : words.requiredHint}
        checked={isOn}
        disabled={isFixed || change.isPending}
        onCheckedChange={change.mutate}
      />
    </div>
  )
}
