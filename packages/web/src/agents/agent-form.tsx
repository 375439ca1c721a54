import type { AgentSetup, Desktop } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { refusalOf } from '../desktops/refusal.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { type Draft, draftOf, setupOf } from './draft.ts'
import { EndpointFields } from './endpoint-fields.tsx'
import { KindChoice } from './kind-choice.tsx'
import { MoreFields } from './more-fields.tsx'
import { ProgramFields } from './program-fields.tsx'

const words = text.agents

interface Props {
  desktop: Desktop
  /** What is stored; null: nothing is. */
  setup: AgentSetup | null
  onSaved: (setup: AgentSetup | null) => void
  onCancel: () => void
}

export function AgentForm({ desktop: { id, presets }, setup, onSaved, onCancel }: Props) {
  const { client } = useCore()
  const [draft, setDraft] = useState(() => draftOf(setup, presets))
  const save = useMutation({
    mutationFn: async () => await client.agents.setUp(id, setupOf(draft)),
    onSuccess: (answer) => onSaved(answer.setup),
  })
  const refusal = refusalOf(save.error)
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }))
  const fields = { draft, change, presets, refusal }
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!save.isPending) save.mutate()
  }
  return (
    <form onSubmit={onSubmit} className="grid gap-4 rounded-lg border border-line bg-panel p-4">
      <KindChoice kind={draft.kind} onChange={(kind) => change({ kind })} />
      {draft.kind === 'acp' ? (
        <ProgramFields {...fields} />
      ) : (
        <EndpointFields {...fields} last4={last4Of(setup, draft)} />
      )}
      <MoreFields key={draft.kind} {...fields} />
      {refusal.rest && (
        <p role="alert" className="text-failed">
          {refusal.rest}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{text.actions.cancel}</Button>
        <Button look="main" type="submit" disabled={save.isPending}>
          {words.save}
        </Button>
      </div>
    </form>
  )
}

/** A stored key is kept only if it would be sent to the same place. */
function last4Of(setup: AgentSetup | null, draft: Draft): string | null {
  if (!setup || setup.kind === 'acp' || setup.kind !== draft.kind) return null
  if (setup.kind === 'builtin' && setup.provider !== draft.provider) return null
  if (originOf(setup.baseUrl ?? '') !== originOf(draft.baseUrl)) return null
  return setup.apiKey?.last4 ?? null
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address
}
