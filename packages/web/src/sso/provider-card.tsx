import type { SsoCheck, SsoProvider } from '@mission-control/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Refusal } from '../account/refusal.tsx'
import { useCore } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { CopyLine } from '../ui/copy-line.tsx'
import { Question } from '../ui/question.tsx'
import { changesOf, draftOf } from './draft.ts'
import { ProviderForm } from './provider-form.tsx'

const words = text.sso

export function ProviderCard({ provider }: { provider: SsoProvider }) {
  const { client } = useCore()
  const queries = useQueryClient()
  const [changing, setChanging] = useState(false)
  const [removing, setRemoving] = useState(false)
  const { id, name } = provider
  const test = useMutation({ mutationFn: () => client.sso.test(id) })
  const trial = useMutation({ mutationFn: () => openTrial(() => client.sso.startTrial(id)) })
  return (
    <article
      aria-label={name}
      className="grid grid-cols-1 gap-3 rounded-lg border border-line bg-panel p-4"
    >
      <header className="grid gap-0.5">
        <h2 className="font-semibold [overflow-wrap:anywhere]">
          <VisibleText text={name} />
        </h2>
        <p className="text-sm text-dim [overflow-wrap:anywhere]">{factsOf(provider)}</p>
      </header>
      {changing ? (
        <ProviderForm
          first={draftOf(provider)}
          redirectUrl={provider.redirectUrl}
          hasSecret={provider.hasSecret}
          verb={words.save}
          save={(draft) => client.sso.update(id, changesOf(draft))}
          onDone={() => {
            setChanging(false)
            test.reset()
          }}
        />
      ) : (
        <>
          <div className="grid gap-1">
            <p className="text-sm text-dim">{words.redirect}</p>
            <CopyLine line={provider.redirectUrl} wrap />
          </div>
          <div className="flex flex-wrap gap-2 phone:gap-1">
            <Button
              aria-label={words.testOf(name)}
              disabled={test.isPending}
              onClick={() => test.mutate()}
            >
              {words.test}
            </Button>
            <Button
              aria-label={words.tryOf(name)}
              disabled={trial.isPending}
              onClick={() => trial.mutate()}
            >
              {words.tryIt}
            </Button>
            {!provider.readOnly && (
              <>
                <Button aria-label={words.changeOf(name)} onClick={() => setChanging(true)}>
                  {words.change}
                </Button>
                <Button
                  look="danger"
                  aria-label={words.removeOf(name)}
                  onClick={() => setRemoving(true)}
                >
                  {words.remove}
                </Button>
              </>
            )}
          </div>
          <div aria-live="polite" className="empty:hidden">
            {test.isPending && <p>{words.checks.running}</p>}
            {test.data && <Checks checks={test.data.checks} />}
          </div>
          {test.error && <Refusal error={test.error} />}
          {trial.error && <Refusal error={trial.error} />}
        </>
      )}
      {removing && (
        <Question
          title={words.removeQuestion(name)}
          about={words.removeAbout}
          verb={words.remove}
          act={async () => {
            await client.sso.delete(id)
            void queries.invalidateQueries({ queryKey: ['sso'] })
          }}
          onClose={() => setRemoving(false)}
        />
      )}
    </article>
  )
}

function factsOf({ preset, issuer, readOnly, enabled, provenAt }: SsoProvider): string {
  const facts = [
    words.presets[preset],
    issuer,
    ...(readOnly ? [words.fromEnvironment] : []),
    ...(enabled ? [] : [words.off]),
    ...(provenAt === null ? [] : [words.proven]),
  ]
  return facts.join(' · ')
}

/**
 * In a window of its own, which is opened at once: browsers let no page open one later. The provider gets no
 * hold on the dashboard by it.
 */
async function openTrial(begin: () => Promise<{ url: string }>): Promise<void> {
  const opened = window.open('', '_blank')
  try {
    const { url } = await begin()
    if (!opened) return location.assign(url)
    opened.opener = null
    opened.location.replace(url)
  } catch (error) {
    opened?.close()
    throw error
  }
}

const COLORS = { ok: 'text-done', failed: 'text-failed', unknown: 'text-dim' }

function Checks({ checks }: { checks: SsoCheck[] }) {
  return (
    <dl aria-label={words.checks.title} className="grid gap-2">
      {checks.map(({ check, outcome, detail }) => (
        <div key={check} className="grid gap-0.5">
          <dt className="flex gap-2">
            <span className="font-[550]">{words.checks[check]}</span>
            <span className={classNames('text-sm', COLORS[outcome])}>
              {words.checks.outcome[outcome]}
            </span>
          </dt>
          <dd className="text-sm [overflow-wrap:anywhere]">
            <VisibleText text={detail} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
