import { useEffect, useState } from 'react'
import { text } from '../strings/index.ts'
import { day } from '../time/format.ts'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import type { GrowingLog } from './use-log.ts'

const words = text.activity

/** How many entries are searched for matches of a filter, until somebody asks for more. */
const SEARCHED_AT_ONCE = 4_000

interface Props {
  log: GrowingLog
  isLoading: boolean
  isEmpty: boolean
  isFiltering: boolean
  /** The end is close to the visible part. */
  isNear: boolean
  onClearFilter: () => void
}

/** What stands under the last entry, and asks for older ones when it comes near. */
export function ListEnd({ log, isLoading, isEmpty, isFiltering, isNear, onClearFilter }: Props) {
  const { entries, complete, loading, problem, loadOlder } = log
  const count = entries.length
  const [search, setSearch] = useState({ to: SEARCHED_AT_ONCE, count })
  // If entries were forgotten, the search begins again.
  if (count < search.count) setSearch({ to: SEARCHED_AT_ONCE, count })
  else if (count > search.count) setSearch({ ...search, count })
  const isFarBack = isFiltering && count >= search.to
  const wantsMore = isNear && !complete && !problem && !isFarBack
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each page it is asked again.
  useEffect(() => {
    if (wantsMore) loadOlder()
  }, [wantsMore, loadOlder, count])

  if (isLoading || loading || (wantsMore && count > 0)) return <Loading isFirst={isEmpty} />
  if (problem) {
    return (
      <p role="alert" className="flex flex-wrap items-center gap-2 py-3 text-failed">
        {problem}
        <Button size="small" onClick={loadOlder}>
          {text.actions.retry}
        </Button>
      </p>
    )
  }
  return (
    <div className="grid justify-items-start gap-2 py-3 text-faint">
      <p>
        {isEmpty ? (isFiltering ? words.noneMatch : words.noEvents) : complete && words.beginning}
      </p>
      {isFarBack && !complete && (
        <p className="flex flex-wrap items-center gap-2">
          {words.searchedTo(day(Date.parse(entries.at(-1)!.at)))}
          <Button size="small" onClick={() => setSearch({ to: count + SEARCHED_AT_ONCE, count })}>
            {words.searchOn}
          </Button>
        </p>
      )}
      {isEmpty && isFiltering && (
        <Button size="small" onClick={onClearFilter}>
          {words.clearFilter}
        </Button>
      )}
    </div>
  )
}

function Loading({ isFirst }: { isFirst: boolean }) {
  return (
    <div role="status" className="grid gap-3 py-2">
      <span className="sr-only">{words.loadingOlder}</span>
      {Array.from({ length: isFirst ? 6 : 2 }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike.
        <div key={i} className="grid grid-cols-[52px_minmax(0,1fr)] gap-x-2.5">
          <Skeleton className="h-3.5" />
          <Skeleton className={i % 3 === 1 ? 'h-3.5 w-1/2' : 'h-3.5 w-4/5'} />
        </div>
      ))}
    </div>
  )
}
