import type { AgentKind } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { RadioCards } from '../ui/radio-cards.tsx'

const words = text.agents

const KINDS = ['acp', 'builtin', 'chat'] as const satisfies AgentKind[]

interface Props {
  kind: AgentKind
  onChange: (kind: AgentKind) => void
}

export function KindChoice({ kind, onChange }: Props) {
  return (
    <RadioCards
      legend={words.kind}
      name="kind"
      choices={KINDS}
      chosen={kind}
      onChoose={onChange}
      columns="sm:grid-cols-3"
      layout="grid content-start gap-0.5 rounded-[7px] px-2.5 py-2"
    >
      {(each) => (
        <>
          <span className="font-[550]">{words.kinds[each]}</span>
          <span className="text-xs text-dim">{words.kindHints[each]}</span>
        </>
      )}
    </RadioCards>
  )
}
