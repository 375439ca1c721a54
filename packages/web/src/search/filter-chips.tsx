import { parseQuery } from '@mission-control/protocol'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'

const words = text.searchPage

/** Filters that are a click away; any other can be typed. */
const OFFERED = ['status:failed', 'status:review', 'type:prompt', 'in:output', 'after:24h']

interface Props {
  query: string
  onChange: (query: string) => void
}

/** The filters of a query, each with a way to take it out, and some to add. */
export function FilterChips({ query, onChange }: Props) {
  const { parts } = parseQuery(query, 0)
  const filters = parts.filter(({ kind }) => kind === 'filter')
  const without = (index: number) =>
    parts
      .filter((part) => part !== filters[index])
      .map((part) => part.text)
      .join(' ')
  const offered = OFFERED.filter((filter) => !filters.some((part) => part.text === filter))
  return (
    <div className="flex flex-wrap gap-1.5 px-4 pt-2">
      {filters.map((part, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: the same filter may be there twice.
          key={index}
          type="button"
          aria-label={words.remove(part.text)}
          onClick={() => onChange(without(index))}
          className="inline-flex h-6 items-center gap-1 rounded-full bg-selected px-2.5 font-mono text-xs text-accent"
        >
          <VisibleText text={part.text} />
          <Icon name="close" className="size-3" />
        </button>
      ))}
      {offered.map((filter) => (
        <button
          key={filter}
          type="button"
          aria-label={words.add(filter)}
          onClick={() => onChange(`${query.trim()} ${filter}`.trim())}
          className="inline-flex h-6 items-center rounded-full border border-line px-2.5 font-mono text-xs text-dim hover:text-text"
        >
          {filter}
        </button>
      ))}
    </div>
  )
}
