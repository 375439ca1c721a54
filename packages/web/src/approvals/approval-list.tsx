import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { keysOf } from '../app/shortcut-table.ts'
import { useMorePages } from '../board/use-more-pages.ts'
import { waitingForYou } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { usePermissions } from '../permissions/use-permissions.ts'
import { text } from '../strings/index.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { ApprovalRow, ROW } from './approval-row.tsx'
import { useStillness } from './use-stillness.ts'
import type { Triage } from './use-triage.ts'

/** More are asked for when the scroll comes this near to the end. */
const AHEAD = 40

interface Props {
  triage: Triage
  /** Called when a task is chosen. */
  onShow: () => void
  /** Called when somebody wants to see the whole task. */
  onOpen: (taskId: string) => void
  className: string
}

export function ApprovalList({ triage, onShow, onOpen, className }: Props) {
  const { ids, selected, select, step } = triage
  const scroller = useRef<HTMLDivElement>(null)
  const permissions = usePermissions()
  const total = useLive(waitingForYou)
  const complete = useLive((live) => live.columns.review.complete)
  const loading = useLive((live) => live.connection.state === 'loading')
  const loadMore = useMorePages('review')
  const list = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => ids[index]!,
    estimateSize: () => ROW,
    overscan: 8,
  })
  const items = list.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (!complete && last + AHEAD >= ids.length) loadMore()
  }, [complete, last, ids.length, loadMore])
  useStillness(scroller, ids)
  const place = selected === undefined ? -1 : ids.indexOf(selected)
  useEffect(() => {
    if (place >= 0) list.scrollToIndex(place, { align: 'auto' })
  }, [list, place])

  return (
    <section
      aria-label={text.approvals.list(total)}
      className={classNames(
        'flex min-h-0 flex-col bg-panel desk:w-80 desk:flex-none desk:border-r desk:border-line phone:flex-1',
        className,
      )}
    >
      <header className="flex h-11 flex-none items-center gap-1 border-b border-line pr-2 pl-4">
        <h1 className="font-semibold">{text.pages.approvals}</h1>
        <span className="flex-1 pl-1 text-faint">{total > 0 && total.toLocaleString()}</span>
        <IconButton
          icon="down"
          label={text.approvals.next}
          keys={keysOf('next')}
          onClick={() => step(1)}
        />
        <IconButton
          icon="up"
          label={text.approvals.previous}
          keys={keysOf('previous')}
          onClick={() => step(-1)}
        />
      </header>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {loading && <Skeletons />}
        <ul className="relative" style={{ height: list.getTotalSize() }}>
          {items.map(({ key, index, start }) => (
            <li
              key={key}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)`, height: ROW }}
            >
              <ApprovalRow
                taskId={ids[index]!}
                permission={permissions.find(({ taskId }) => taskId === ids[index])}
                selected={index === place}
                onSelect={() => {
                  select(ids[index]!)
                  onShow()
                }}
                onOpen={() => onOpen(ids[index]!)}
              />
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

function Skeletons() {
  return [0, 1, 2].map((row) => (
    <div key={row} className="grid gap-2 border-b border-line px-4 py-3">
      <Skeleton className="h-3 w-48" />
      <Skeleton className="h-3 w-64" />
      <Skeleton className="h-2.5 w-24" />
    </div>
  ))
}
