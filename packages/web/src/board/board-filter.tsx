import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { keysOf } from '../app/shortcut-table.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { DesktopSelect } from '../desktops/desktop-select.tsx'
import { text } from '../strings/index.ts'
import { IconButton } from '../ui/button.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Toggle } from '../ui/toggle.tsx'
import type { Filter } from './filter.ts'

interface Props {
  filter: Filter
  onChange: (filter: Filter) => void
  onClose: () => void
}

export function BoardFilter({ filter, onChange, onClose }: Props) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    input.current?.focus()
  }, [])
  useShortcuts({ '/': () => input.current?.focus() })
  return (
    <search className="flex flex-none items-center gap-2 px-2.5 pt-2.5">
      <SearchField
        ref={input}
        label={text.board.filter}
        value={filter.words}
        onChange={(words) => onChange({ ...filter, words })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
        }}
        className="h-7 w-60"
      />
      <DesktopSelect
        desktopId={filter.desktopId}
        onChange={(desktopId) => onChange({ ...filter, desktopId })}
      />
      <Toggle
        label={text.mine}
        isOn={filter.mine}
        onChange={(mine) => onChange({ ...filter, mine })}
      />
      <Link
        to="/search"
        search={filter.words.trim() === '' ? {} : { q: filter.words }}
        className="text-sm text-dim hover:text-text hover:underline phone:hidden"
      >
        {text.board.searchAll}
      </Link>
      <IconButton
        icon="close"
        label={text.board.closeFilter}
        keys={keysOf('close')}
        onClick={onClose}
      />
    </search>
  )
}
