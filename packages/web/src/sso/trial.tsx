import type { SsoTrial } from '@mission-control/protocol'
import { useQuery } from '@tanstack/react-query'
import { Refusal } from '../account/refusal.tsx'
import { useCore } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'

const words = text.sso.trial

/** What somebody has come back from a trial with: who they are, and what they would be here. */
export function Trial({ provider, answer }: { provider: string; answer: string }) {
  const { client } = useCore()
  const trial = useQuery({
    queryKey: ['sso-trial', provider, answer],
    queryFn: () => client.sso.finishTrial({ provider, answer }, { retries: 0 }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return (
    <div aria-live="polite" className="grid gap-4">
      {trial.isPending && <p>{words.running}</p>}
      {trial.error && <Refusal error={trial.error} />}
      {trial.data && <Found trial={trial.data} />}
      {!trial.isPending && (
        <p className="text-dim">
          {words.nobody} {words.close}
        </p>
      )}
    </div>
  )
}

function Found({ trial: { user, detail, places, email, groups, claims } }: { trial: SsoTrial }) {
  return (
    <>
      {user ? (
        <p>
          <VisibleText text={words.admitted(user.name, user.email)} /> {user.isNew && words.isNew}
        </p>
      ) : (
        <p className="text-failed">
          {words.refused} <VisibleText text={detail ?? ''} />
        </p>
      )}
      {places.length > 0 && (
        <Facts
          title={words.places}
          facts={places.map(({ name, personal, role }) => [
            personal ? `${name} (${words.own})` : name,
            text.people.roles[role],
          ])}
        />
      )}
      <Facts
        title={words.claims}
        facts={[
          [words.email, email ?? words.none],
          [words.groups, groups.join(', ') || words.none],
          ...claims.map(({ name, value }): [string, string] => [name, value]),
        ]}
      />
    </>
  )
}

function Facts({ title, facts }: { title: string; facts: [name: string, value: string][] }) {
  return (
    <section aria-label={title} className="grid gap-1">
      <h2 className="font-semibold">{title}</h2>
      <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 gap-y-1 text-sm">
        {facts.map(([name, value], i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice.
          <div key={i} className="contents">
            <dt className="text-dim [overflow-wrap:anywhere]">
              <VisibleText text={name} />
            </dt>
            <dd className="[overflow-wrap:anywhere]">
              <VisibleText text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
