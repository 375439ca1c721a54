import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Age } from '../time/times.tsx'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'

/** px; all are as high, so that a row's place is known before it is there. */
export const ROW = 75

interface Props {
  taskId: string
  selected: boolean
  onSelect: () => void
  onOpen: () => void
}

export function ApprovalRow({ taskId, selected, onSelect, onOpen }: Props) {
  const card = useLive((live) => live.cards.get(taskId))
  const desktop = useLive((live) => live.desktops.get(card?.desktopId ?? ''))
  if (!card) return null
  return (
    <button
      type="button"
      aria-current={selected || undefined}
      tabIndex={selected ? 0 : -1}
      onClick={onSelect}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        onOpen()
      }}
      className={classNames(
        'grid h-full w-full grid-cols-[minmax(0,1fr)_auto] content-center gap-x-2 gap-y-1 border-b border-line px-4 text-left -outline-offset-2',
        selected ? 'bg-selected' : 'hover:bg-sunk',
      )}
    >
      <bdi className={classNames('truncate', card.type === 'command' && 'font-mono text-xs')}>
        {card.summary}
      </bdi>
      <Age at={card.startedAt ?? card.createdAt} className="text-xs text-faint" />
      <bdi className="col-span-2 truncate font-mono text-2xs text-dim">
        {card.tail ?? text.approvals.noOutput}
      </bdi>
      <span className="col-span-2 flex items-center gap-1.5 text-xs text-dim">
        <Icon name={card.type} className="size-[13px]" />
        <span className="sr-only">{text.task.type[card.type]}</span>
        <bdi className="truncate">{desktop?.name ?? text.task.gone}</bdi>
      </span>
    </button>
  )
}
