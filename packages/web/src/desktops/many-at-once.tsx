import type { Desktop } from '@mission-control/protocol'
import type { ReactNode } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { readyByLabel, toggled } from './choices.ts'

/** Labels that have a button; the filter finds the others. */
const LABELS = 12

interface Props {
  /** The desktops that the buttons choose from. */
  ready: readonly Desktop[]
  all: (count: number) => string
  chosen: readonly string[]
  onChange: (desktopIds: readonly string[]) => void
}

/** Chooses all that are ready, or those with a label. */
export function ManyAtOnce({ ready, all, chosen, onChange }: Props) {
  return (
    <>
      <Toggle ids={ready.map(({ id }) => id)} chosen={chosen} onChange={onChange}>
        {all(ready.length)}
      </Toggle>
      {readyByLabel(ready)
        .slice(0, LABELS)
        .map(([label, ids]) => (
          <Toggle key={label} ids={ids} chosen={chosen} onChange={onChange}>
            <VisibleText text={label} className="max-w-40 truncate" />
            <span className="text-faint">{ids.length}</span>
          </Toggle>
        ))}
    </>
  )
}

interface ToggleProps extends Pick<Props, 'chosen' | 'onChange'> {
  ids: readonly string[]
  children: ReactNode
}

function Toggle({ ids, chosen, onChange, children }: ToggleProps) {
  return (
    <button
      type="button"
      disabled={ids.length === 0}
      aria-pressed={ids.length > 0 && ids.every((id) => chosen.includes(id))}
      onClick={() => onChange(toggled(chosen, ids))}
      className="inline-flex h-6 items-center gap-1.5 rounded-md border border-line-strong px-1.5 text-xs text-dim hover:text-text disabled:opacity-50 aria-pressed:border-accent aria-pressed:bg-selected aria-pressed:text-text"
    >
      {children}
    </button>
  )
}
