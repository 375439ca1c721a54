import type { AgentKind } from '@mission-control/protocol'
import { text } from '../strings/index.ts'

const words = text.agents

const KINDS = ['acp', 'builtin', 'chat'] as const satisfies AgentKind[]

interface Props {
  kind: AgentKind
  onChange: (kind: AgentKind) => void
}

export function KindChoice({ kind, onChange }: Props) {
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-[550]">{words.kind}</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {KINDS.map((each) => (
          <label
            key={each}
            className="grid content-start gap-0.5 rounded-[7px] border border-line-strong px-2.5 py-2 select-none has-checked:border-accent has-checked:bg-selected has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="kind"
              value={each}
              checked={kind === each}
              onChange={() => onChange(each)}
              className="sr-only"
            />
            <span className="font-[550]">{words.kinds[each]}</span>
            <span className="text-xs text-dim">{words.kindHints[each]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
