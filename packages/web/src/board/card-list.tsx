import type { TaskStatus } from '@mission-control/protocol'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import type { Card } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { CardView } from './card.tsx'
import { useMorePages } from './use-more-pages.ts'

/** Cards are asked for when the scroll comes this near to what is missing. */
const AHEAD = 40
const GAP = 6

interface Props {
  status: TaskStatus
  accepts: ((card: Card) => boolean) | null
}

/** A column's cards: only those in sight exist, what isn't loaded yet has its place already. */
export function CardList({ status, accepts }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const { ids, complete } = useLive((live) => live.columns[status])
  const cards = useLive((live) => live.cards)
  const total = useLive((live) => live.overview.tasks[status])
  const loading = useLive((live) => live.connection.state === 'loading')
  const shown = useMemo(
    () => (accepts ? ids.filter((id) => accepts(cards.get(id)!)) : ids),
    [ids, cards, accepts],
  )
  const missing = complete ? 0 : Math.max(0, total - ids.length)
  const rows = loading ? 3 : shown.length + missing
  const list = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => shown[index] ?? index,
    estimateSize: () => ESTIMATES[status],
    gap: GAP,
    overscan: 6,
    paddingEnd: 12,
  })
  const items = list.getVirtualItems()
  const loadMore = useMorePages(status)
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (!loading && missing > 0 && last + AHEAD >= shown.length) loadMore()
  }, [loading, missing, last, shown.length, loadMore])

  if (!loading && rows === 0) {
    return <p className="px-1.5 py-2 text-faint">{text.board.empty[status]}</p>
  }
  return (
    <div
      ref={scroller}
      data-column={status}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-3 [overflow-anchor:none]"
    >
      <ul className="relative" style={{ height: list.getTotalSize() }}>
        {items.map(({ key, index, start }) => {
          const card = cards.get(shown[index] ?? '')
          return (
            <li
              key={key}
              ref={list.measureElement}
              data-index={index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              {card ? (
                <CardView card={card} column={shown} />
              ) : (
                <Skeleton className="h-[58px] rounded-lg" />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** px, until a card has been measured. */
const ESTIMATES: Record<TaskStatus, number> = {
  pending: 59,
  running: 86,
  review: 120,
  done: 59,
  failed: 86,
  cancelled: 59,
}
