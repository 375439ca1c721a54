import type { TaskStatus } from '@mission-control/protocol'
import { useEffect, useRef } from 'react'
import { type Card, COLUMNS } from '../live/live.ts'
import { text } from '../strings/index.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { useCount } from './use-count.ts'

interface Props {
  tab: TaskStatus
  onChange: (tab: TaskStatus) => void
  onFilter: () => void
  accepts: ((card: Card) => boolean) | null
}

/** On a phone one column is shown at a time. */
export function ColumnTabs({ tab, onChange, onFilter, accepts }: Props) {
  const current = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is the current one.
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [tab])
  return (
    <section
      aria-label={text.board.chooseColumn}
      className="flex flex-none gap-1 overflow-x-auto px-3 py-2.5 desk:hidden"
    >
      {COLUMNS.map((status) => (
        <button
          key={status}
          ref={tab === status ? current : null}
          type="button"
          aria-pressed={tab === status}
          onClick={() => onChange(status)}
          className={classNames(
            'rounded-full px-2.5 py-1 whitespace-nowrap',
            tab === status ? 'bg-text text-bg' : 'text-dim',
          )}
        >
          {text.status[status]} <Count status={status} accepts={accepts} />
        </button>
      ))}
      <IconButton icon="search" label={text.board.filter} onClick={onFilter} />
    </section>
  )
}

function Count({ status, accepts }: { status: TaskStatus; accepts: Props['accepts'] }) {
  return useCount(status, accepts).words
}
