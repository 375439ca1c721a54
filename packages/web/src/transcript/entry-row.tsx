import { memo, useCallback } from 'react'
import type { Entry } from './entry.ts'
import { EntryView } from './entry-view.tsx'

/** Kinds that say little by themselves stand closer together. */
const CLOSE = new Set<Entry['kind']>(['tool', 'thought', 'changes', 'permission'])

interface Props {
  entry: Entry
  place: number
  over: boolean
  open: boolean
  onToggle: (place: number) => void
}

export const EntryRow = memo(function EntryRow({ entry, place, over, open, onToggle }: Props) {
  const toggle = useCallback(() => onToggle(place), [onToggle, place])
  const space = CLOSE.has(entry.kind) ? 'py-px' : 'py-1.5'
  return (
    <div data-entry={entry.kind} className={`max-w-[820px] px-5 phone:px-4 ${space}`}>
      <EntryView entry={entry} over={over} open={open} onToggle={toggle} />
    </div>
  )
})
