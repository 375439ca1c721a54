import type { ActivityEntry } from '@mission-control/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { type ActivityFilter, isFiltering } from './filter.ts'
import { addOlder, beginLog, extendLog, type Log, trimLog } from './log.ts'

const PAGE = 200
/** A search reads larger pages, because few entries match. */
const SEARCH_PAGE = 1000

/** More entries than this are forgotten while new ones come and nobody reads further down. */
const MOST = 800
const MOST_SEARCHED = 12_000

export interface GrowingLog extends Log {
  /** Asks for the page before the oldest entry, unless one is on its way. */
  loadOlder(): void
  loading: boolean
  /** Why the last page didn't come. */
  problem: string | null
}

/**
 * The activity log, as it grows at both ends. If the filter names a desktop, older pages are requested for
 * that desktop only. `isReading`: keeps all entries meanwhile.
 */
export function useLog(filter: ActivityFilter, isReading: boolean): GrowingLog {
  const { desktopId } = filter
  const limit = isFiltering(filter) ? SEARCH_PAGE : PAGE
  const { client } = useCore()
  const newest = useLive((live) => live.activity)
  const [state, setState] = useState(() => ({ desktopId, newest, log: beginLog(newest) }))
  const [loading, setLoading] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const asking = useRef<AbortController | null>(null)

  let { log } = state
  if (state.desktopId !== desktopId) log = beginLog(newest)
  else if (state.newest !== newest) {
    log = extendLog(log, newest)
    if (!isReading) log = trimLog(log, isFiltering(filter) ? MOST_SEARCHED : MOST)
  }
  if (log !== state.log || state.newest !== newest || state.desktopId !== desktopId) {
    setState({ desktopId, newest, log })
  }

  const oldest = log.entries.at(-1)?.id
  const { complete } = log
  const loadOlder = useCallback(() => {
    if (asking.current || complete || oldest === undefined) return
    const leaving = new AbortController()
    asking.current = leaving
    setLoading(true)
    setProblem(null)
    const about = desktopId === '' ? {} : { desktopId }
    client.activity
      .list({ before: oldest, limit, ...about }, { signal: leaving.signal })
      .then((page: ActivityEntry[]) => {
        const isLast = page.length < limit
        setState((now) => ({ ...now, log: addOlder(now.log, oldest, page, isLast) }))
      })
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) setProblem(explain(error))
      })
      .finally(() => {
        if (asking.current !== leaving) return
        asking.current = null
        setLoading(false)
      })
  }, [client, desktopId, limit, oldest, complete])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another desktop's page must not be added.
  useEffect(() => {
    return () => {
      asking.current?.abort()
      asking.current = null
      setLoading(false)
    }
  }, [desktopId])

  return { ...log, loadOlder, loading, problem }
}
