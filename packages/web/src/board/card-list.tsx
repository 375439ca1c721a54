import type { TaskStatus } from '@mission-control/protocol'
import { memo, type RefObject, useCallback, useEffect, useRef } from 'react'
import type { Card, Live } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { Spacer } from '../rows/spacer.tsx'
import { useRows } from '../rows/use-rows.ts'
import { text } from '../strings/index.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { BatchCard } from './batch-card.tsx'
import { CardView } from './card.tsx'
import { isBatch, isSameShown, type ShownIds, shownIds } from './shown-ids.ts'
import { useMorePages } from './use-more-pages.ts'

/** How many rows before the missing cards the next page is requested. */
const AHEAD = 40

interface Props {
  status: TaskStatus
  accepts: ((card: Card) => boolean) | null
}

/** A column's cards. Only those in sight exist; cards that aren't loaded yet already have their place. */
export function CardList({ status, accepts }: Props) {
  const { ids, complete } = useLive((live) => live.columns[status])
  const total = useLive((live) => live.overview.tasks[status])
  const loading = useLive((live) => live.connection.state === 'loading')
  const { ids: shown, queued } = useShown(status, accepts)
  const running = shown.length - queued
  const allQueued = useLive((live) => live.overview.queued)
  const latest = useRef(shown)
  latest.current = shown
  const missing = complete ? 0 : Math.max(0, total - ids.length)
  const count = loading ? 3 : shown.length + missing
  const rows = useRows({ keys: shown, count, estimate: ESTIMATES[status], more: 6 })
  const loadMore = useMorePages(status)
  // Running tasks may be the oldest of the column, so all of it is loaded.
  const isNear = status === 'running' || rows.to + AHEAD >= shown.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each page it is asked again.
  useEffect(() => {
    if (!loading && missing > 0 && isNear) loadMore()
  }, [loading, missing, isNear, shown.length, loadMore])

  if (!loading && count === 0) {
    const words = accepts
      ? text.board.noMatch
      : ids.length > 0
        ? text.board.inBatches(ids.length)
        : text.board.empty[status]
    return <p className="px-1.5 py-2 text-faint">{words}</p>
  }
  return (
    <div
      ref={rows.scroller}
      data-column={status}
      className="-mx-1 -mt-[3px] min-h-0 flex-1 overflow-y-auto overscroll-contain pb-5 [overflow-anchor:none]"
    >
      <ul>
        <Spacer height={rows.before} />
        {Array.from({ length: rows.to - rows.from }, (_, i) => {
          const index = rows.from + i
          const id = shown[index]
          return (
            <li
              key={id ?? index}
              ref={rows.measured}
              data-row={index}
              className="relative px-1 py-[3px] [contain:layout_paint]"
            >
              {queued > 0 && index === running && (
                <QueueLine count={accepts ? queued : allQueued} />
              )}
              <Row id={id} status={status} isFirst={index === 0} column={latest} />
            </li>
          )
        })}
        <Spacer height={rows.after} />
      </ul>
    </div>
  )
}

function QueueLine({ count }: { count: number }) {
  return (
    <h3 className="mx-1 mt-2 mb-2 border-t border-line-strong pt-2 text-xs font-semibold text-dim">
      {text.task.queueLine(count)}
    </h3>
  )
}

/** The cards that the filter lets through, in the order of the column. */
function useShown(status: TaskStatus, accepts: Props['accepts']): ShownIds {
  const select = useCallback((live: Live) => shownIds(status, live, accepts), [status, accepts])
  return useLive(select, isSameShown)
}

interface RowProps {
  /** Undefined for a card that isn't loaded yet. */
  id: string | undefined
  status: TaskStatus
  isFirst: boolean
  column: RefObject<readonly string[]>
}

const Row = memo(function Row({ id, status, isFirst, column }: RowProps) {
  const isOfBatch = id !== undefined && isBatch(id)
  const card = useLive((live) => {
    if (!isOfBatch) return id === undefined ? undefined : live.cards.get(id)
    const first = live.columns[status].ids.find((each) => live.cards.get(each)?.batchId === id)
    return first && live.cards.get(first)
  })
  if (!card) return <Skeleton className="h-[57px] rounded-lg" />
  if (!isOfBatch) return <CardView card={card} isFirst={isFirst} column={column} />
  // A batch card appears by itself, maybe while the server is away, so its code is part of the first load.
  return <BatchCard batchId={id} card={card} isFirst={isFirst} />
})

/**
 * A card's height in px until it has been measured. It is exact if the words fit a line, so nothing moves.
 */
const ESTIMATES: Record<TaskStatus, number> = {
  pending: 63,
  running: 90,
  review: 121,
  done: 63,
  failed: 90,
  cancelled: 63,
}
