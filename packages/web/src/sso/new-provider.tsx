import { PRESETS, type Preset } from '@mission-control/protocol'
import { useState } from 'react'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { RadioCards } from '../ui/radio-cards.tsx'
import { freeId, newDraft, newProviderOf } from './draft.ts'
import { ProviderForm } from './provider-form.tsx'

const words = text.sso

interface Props {
  /** The ids that others have. */
  taken: string[]
  redirectBase: string
  onDone: () => void
}

/** First the kind, then what the provider has to know and what it tells. */
export function NewProvider({ taken, redirectBase, onDone }: Props) {
  const { client } = useCore()
  const [preset, setPreset] = useState<Preset>('google')
  return (
    <section aria-label={words.add} className="grid gap-4 border-t border-line pt-4">
      <RadioCards
        legend={words.kind}
        name="preset"
        choices={PRESETS}
        chosen={preset}
        onChoose={setPreset}
        columns="grid-cols-2"
        layout="grid gap-0.5 rounded-lg bg-panel px-3 py-2"
      >
        {(each) => (
          <>
            <span className="font-[550]">{words.presets[each]}</span>
            <span className="text-xs text-dim">{words.presetAbout[each]}</span>
          </>
        )}
      </RadioCards>
      <ProviderForm
        key={preset}
        first={newDraft(preset)}
        redirectUrl={redirectBase + freeId(preset, taken)}
        hasSecret={false}
        verb={words.create}
        save={(draft) => client.sso.create(newProviderOf(draft, taken))}
        onDone={onDone}
      />
    </section>
  )
}
