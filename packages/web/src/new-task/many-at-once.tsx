import type { Desktop, TaskType } from '@mission-control/protocol'
import type { ReactNode } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { isReady, readyByLabel, toggled } from './choices.ts'

const words = text.newTask.many
/** Labels that have a button; the filter finds the others. */
const LABELS = 12

interface Props {
  /** Those that are listed. */
  desktops: readonly Desktop[]
  type: TaskType
  chosen: readonly string[]
  onChange: (desktopIds: readonly string[]) => void
}

/** Chooses all that are ready, or those with a label, and says how many are chosen. */
export function ManyAtOnce({ desktops, type, chosen, onChange }: Props) {
  const ready = desktops.filter((desktop) => isReady(desktop, type))
  const all = ready.map(({ id }) => id)
  const running = desktops.filter(({ id, status }) => status === 'running' && chosen.includes(id))
  return (
    <div className="flex flex-wrap items-center gap-1">
      <Toggle ids={all} chosen={chosen} onChange={onChange}>
        {words.allReady(all.length)}
      </Toggle>
      {readyByLabel(ready)
        .slice(0, LABELS)
        .map(([label, ids]) => (
          <Toggle key={label} ids={ids} chosen={chosen} onChange={onChange}>
            <VisibleText text={label} className="max-w-40 truncate" />
            <span className="text-faint">{ids.length}</span>
          </Toggle>
        ))}
      <output className="ml-auto text-xs text-dim">{words.chosen(running.length)}</output>
    </div>
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
