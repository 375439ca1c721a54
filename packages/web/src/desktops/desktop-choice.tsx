import type { Desktop } from '@mission-control/protocol'
import { type ReactNode, useId, useState } from 'react'
import { MiddleText } from '../log/middle-text.tsx'
import { text } from '../strings/index.ts'
import { toggled } from './choices.ts'
import { Labels } from './label-list.tsx'
import { ManyAtOnce } from './many-at-once.tsx'
import { byUse } from './order.ts'

const words = text.desktopSelect

interface Props {
  legend: string
  /** Under the list, in red if `isWrong`. */
  hint: string
  isWrong?: boolean
  desktops: readonly Desktop[]
  chosen: readonly string[]
  onChange: (desktopIds: readonly string[]) => void
  /** The words of the button that chooses all ready desktops. */
  all: (count: number) => string
  /** Whether the buttons for all desktops, or for a label, choose the desktop. */
  isReady: (desktop: Desktop) => boolean
  /** Whether it can be chosen. */
  isOpen: (desktop: Desktop) => boolean
  /** What keeps the desktop from being ready, as a part of its label. */
  obstacle: (desktop: Desktop) => ReactNode
  /** Beside the label: how to get it ready. */
  wayOut?: (desktop: Desktop) => ReactNode
}

/** With more desktops than this there is a field that filters them. */
const MANY = 8

/** Chooses desktops: one by one, by label, or all that are ready. */
export function DesktopChoice({ desktops, chosen, onChange, hint, isWrong, ...rest }: Props) {
  const { legend, all, isReady, isOpen, obstacle, wayOut } = rest
  const id = useId()
  const [narrow, setNarrow] = useState('')
  const sorted = [...desktops].sort(byUse)
  const shown = sorted.filter(({ name, labels }) =>
    [name, ...labels].join(' ').toLowerCase().includes(narrow.toLowerCase()),
  )
  const counted = shown.filter((desktop) => isOpen(desktop) && chosen.includes(desktop.id))
  return (
    <fieldset className="grid min-w-0 gap-1" aria-describedby={`${id}-about`}>
      <legend className="mb-1 font-[550]">{legend}</legend>
      {sorted.length > MANY && (
        <input
          aria-label={words.narrow}
          placeholder={words.narrow}
          value={narrow}
          onChange={(event) => setNarrow(event.target.value)}
          className="h-[30px] rounded-[7px] border border-line-strong bg-panel px-2.5 placeholder:text-faint"
        />
      )}
      {sorted.length > 1 && (
        <div className="flex flex-wrap items-center gap-1">
          <ManyAtOnce ready={shown.filter(isReady)} all={all} chosen={chosen} onChange={onChange} />
          <output className="ml-auto text-xs text-dim">{words.chosen(counted.length)}</output>
        </div>
      )}
      <div className="max-h-44 overflow-y-auto rounded-[7px] border border-line-strong p-1">
        {shown.map((desktop) => (
          <div
            key={desktop.id}
            className="flex min-h-7 items-center gap-2 rounded-md py-0.5 pr-2 hover:bg-sunk"
          >
            <label className="flex min-h-7 min-w-0 flex-1 items-center gap-2 py-1 pl-2 select-none has-disabled:text-faint">
              <input
                type="checkbox"
                checked={chosen.includes(desktop.id) && isOpen(desktop)}
                disabled={!isOpen(desktop)}
                onChange={() => onChange(toggled(chosen, [desktop.id]))}
                className="size-3.5 flex-none accent-accent"
              />
              <MiddleText text={desktop.name} />
              <Labels labels={desktop.labels} />
              {obstacle(desktop)}
            </label>
            {wayOut?.(desktop)}
          </div>
        ))}
        {shown.length === 0 && <p className="px-2 py-1 text-dim">{words.noneFound}</p>}
      </div>
      <p id={`${id}-about`} className={isWrong ? 'text-xs text-failed' : 'text-xs text-dim'}>
        {hint}
      </p>
    </fieldset>
  )
}

/** A few words at the end of a desktop's label. */
export function Obstacle({ title, children }: { title?: string; children: string }) {
  return (
    <span title={title} className="ml-auto truncate text-xs text-dim">
      {children}
    </span>
  )
}
