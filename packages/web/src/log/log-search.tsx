import { type RefObject, useEffect } from 'react'
import { keysOf } from '../app/shortcut-table.ts'
import { text } from '../strings/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import type { Finder, Found } from './finder.ts'

const words = text.log

interface Props {
  field: RefObject<HTMLInputElement | null>
  finder: Finder
  found: Found
  onClose: () => void
}

export function LogSearch({ field, finder, found, onClose }: Props) {
  useEffect(() => {
    field.current?.focus()
  }, [field])
  return (
    <search className="flex h-9 flex-none items-center gap-1 border-b border-line bg-panel px-3 text-faint">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label={words.searchOutput}
        placeholder={words.searchOutput}
        spellCheck={false}
        autoComplete="off"
        value={found.query}
        onChange={(event) => finder.find(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finder.step(event.shiftKey ? -1 : 1)
          else if (event.key === 'Escape') onClose()
          else return
          event.preventDefault()
        }}
        className="min-w-0 flex-1 bg-transparent px-1 font-mono text-sm text-text outline-none placeholder:font-sans placeholder:text-faint [&::-webkit-search-cancel-button]:hidden"
      />
      <span role="status" className="px-1 text-sm whitespace-nowrap text-dim">
        {result(found)}
      </span>
      <IconButton
        icon="up"
        label={words.previous}
        keys={keysOf('previousMatch')}
        disabled={found.count === 0}
        onClick={() => finder.step(-1)}
      />
      <IconButton
        icon="down"
        label={words.next}
        keys={keysOf('nextMatch')}
        disabled={found.count === 0}
        onClick={() => finder.step(1)}
      />
      <IconButton icon="close" label={words.closeSearch} keys={keysOf('close')} onClick={onClose} />
    </search>
  )
}

function result({ query, count, current, done, enough }: Found): string {
  if (query === '') return ''
  if (count === 0) return done ? words.notFound : words.searching
  if (enough) return words.foundMany(current + 1, count)
  return (done ? words.found : words.foundSoFar)(current + 1, count)
}
