import type { TaskStatus } from '@mission-control/protocol'
import { COLUMNS } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'

interface Props {
  tab: TaskStatus
  onChange: (tab: TaskStatus) => void
  onFilter: () => void
}

/** On a phone one column is shown at a time. */
export function ColumnTabs({ tab, onChange, onFilter }: Props) {
  const counts = useLive((live) => live.overview.tasks)
  return (
    <section
      aria-label={text.board.chooseColumn}
      className="flex flex-none gap-1 overflow-x-auto px-3 py-2.5 desk:hidden"
    >
      {COLUMNS.map((status) => (
        <button
          key={status}
          type="button"
          aria-pressed={tab === status}
          onClick={() => onChange(status)}
          className={classNames(
            'rounded-full px-2.5 py-1 whitespace-nowrap',
            tab === status ? 'bg-text text-bg' : 'text-dim',
          )}
        >
          {text.status[status]} {counts[status].toLocaleString()}
        </button>
      ))}
      <IconButton icon="search" label={text.board.filter} onClick={onFilter} />
    </section>
  )
}
