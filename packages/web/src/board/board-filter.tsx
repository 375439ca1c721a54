import { useEffect, useRef } from 'react'
import { useShortcuts } from '../app/shortcuts.ts'
import type { Card } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'

export interface Filter {
  words: string
  desktopId: string
}

export const NO_FILTER: Filter = { words: '', desktopId: '' }

/** Whether a card is to be shown; null: all are. */
export function matches({ words, desktopId }: Filter): ((card: Card) => boolean) | null {
  if (words === '' && desktopId === '') return null
  const wanted = words.toLowerCase()
  return (card) =>
    (desktopId === '' || card.desktopId === desktopId) &&
    (wanted === '' || card.summary.toLowerCase().includes(wanted) || card.id === words)
}

interface Props {
  filter: Filter
  onChange: (filter: Filter) => void
  onClose: () => void
}

export function BoardFilter({ filter, onChange, onClose }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const desktops = useLive((live) => live.desktops)
  useEffect(() => input.current?.focus(), [])
  useShortcuts({ '/': () => input.current?.focus() })
  return (
    <search className="flex flex-none items-center gap-2 px-2.5 pt-2.5">
      <label className="flex h-7 w-60 items-center gap-2 rounded-[7px] border border-line bg-panel px-2 text-faint has-focus-visible:outline-2 has-focus-visible:outline-accent">
        <Icon name="search" />
        <input
          ref={input}
          type="search"
          aria-label={text.board.filter}
          placeholder={text.board.filter}
          value={filter.words}
          onChange={(event) => onChange({ ...filter, words: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onClose()
          }}
          className="min-w-0 flex-1 bg-transparent text-text outline-none placeholder:text-faint"
        />
      </label>
      {desktops.size > 1 && (
        <select
          aria-label={text.board.allDesktops}
          value={filter.desktopId}
          onChange={(event) => onChange({ ...filter, desktopId: event.target.value })}
          className="h-7 max-w-52 rounded-[7px] border border-line bg-panel px-1.5 text-dim"
        >
          <option value="">{text.board.allDesktops}</option>
          {[...desktops.values()].map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      <IconButton icon="close" label={text.board.closeFilter} keys="Esc" onClick={onClose} />
    </search>
  )
}
