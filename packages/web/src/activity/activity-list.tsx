import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { useSession } from '../account/session.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { useMyIds } from '../people/use-my-ids.ts'
import { Spacer } from '../rows/spacer.tsx'
import { useRows } from '../rows/use-rows.ts'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'
import { type ActivityFilter, isFiltering, selectEntries } from './filter.ts'
import { withGroups } from './groups.ts'
import { ListEnd } from './list-end.tsx'
import { lookupIn } from './lookup.ts'
import { RowView } from './row-view.tsx'
import { rowsOf, withDays } from './rows.ts'
import { useHeadline } from './use-headline.ts'
import { useLog } from './use-log.ts'
import { useOutputs } from './use-outputs.ts'

interface Props {
  filter: ActivityFilter
  onClearFilter: () => void
  /** How many characters of a task's name to show. */
  room: number
  days?: boolean
  className?: string
}

/** Somebody who has scrolled further than this, in px, is reading. */
const READING_PX = 8

/** What has happened, newest first. It doesn't move while somebody reads further down. */
export function ActivityList({ filter, onClearFilter, room, days = false, className }: Props) {
  const { store } = useCore()
  const { user } = useSession()
  const myIds = useMyIds(filter.mine === true)
  const [isReading, setReading] = useState(false)
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const onOpen = useCallback((ids: readonly number[], isOpen: boolean) => {
    setOpen((before) => {
      const others = [...before].filter((id) => !ids.includes(id))
      return new Set(isOpen ? [...others, ...ids] : others)
    })
  }, [])
  const log = useLog(filter, isReading)
  const loading = useLive((live) => live.connection.state === 'loading')
  const lookup = useMemo(
    () => lookupIn(store.get, log.entries, user.id, myIds),
    [store, log.entries, user.id, myIds],
  )
  const selected = useMemo(
    () => selectEntries(log.entries, filter, lookup),
    [log.entries, filter, lookup],
  )
  const { shown, fresh } = useHeadline(selected, log.entries[0]?.id ?? 0, isReading)
  const outputs = useOutputs(filter, lookup, isReading)
  const rows = useMemo(() => {
    const complete = log.complete || filter.kinds.join() === 'output'
    const all = rowsOf(shown, outputs, complete)
    const told = withGroups(all, open)
    return days ? withDays(told) : told
  }, [shown, outputs, log.complete, filter, days, open])

  const keys = useMemo(() => rows.map(({ key }) => key), [rows])
  const list = useRows({ keys, estimate: 28, more: 10 })
  const { toTop } = list

  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter shows another list.
  useEffect(toTop, [filter])

  return (
    <div className={classNames('relative flex min-h-0 flex-1 flex-col', className)}>
      {fresh > 0 && <NewPill count={fresh} onClick={toTop} />}
      <div
        ref={list.scroller}
        onScroll={(event) => setReading(event.currentTarget.scrollTop > READING_PX)}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-3.5 [overflow-anchor:none]"
      >
        <ol>
          <Spacer height={list.before} />
          {rows.slice(list.from, list.to).map((row, i) => (
            <li key={row.key} ref={list.measured} data-row={list.from + i}>
              <RowView row={row} lookup={lookup} room={room} onOpen={onOpen} />
            </li>
          ))}
          <Spacer height={list.after} />
        </ol>
        <ListEnd
          log={log}
          isLoading={loading}
          isEmpty={rows.length === 0}
          isFiltering={isFiltering(filter)}
          isNear={list.to >= rows.length - 20}
          onClearFilter={onClearFilter}
        />
      </div>
    </div>
  )
}

function NewPill({ count, onClick }: { count: number; onClick: () => void }): ReactNode {
  return (
    <Button
      size="small"
      onClick={onClick}
      className="absolute top-1 left-1/2 z-10 -translate-x-1/2 rounded-full shadow-float"
    >
      <Icon name="up" className="size-3" />
      {text.activity.newest(count.toLocaleString())}
    </Button>
  )
}
