import type { TaskStatus } from '@mission-control/protocol'
import { useCallback, useEffect, useRef } from 'react'
import { useCore, useLive } from '../live/use-live.tsx'

const PAGE = 200

/** Asks for the next page of a column, one at a time. */
export function useMorePages(status: TaskStatus): () => void {
  const { client, store } = useCore()
  const asking = useRef(false)
  return useCallback(() => {
    const { ids, complete } = store.get().columns[status]
    if (asking.current || complete) return
    asking.current = true
    client.board
      .column(status, { limit: PAGE, cursor: ids.at(-1) })
      .then(({ tasks, cursor, next }) => {
        store.send({ type: 'page', status, tasks, cursor, complete: next === null })
      })
      .catch(() => undefined) // The banner shows a cut connection; the next scroll asks again.
      .finally(() => {
        asking.current = false
      })
  }, [client, store, status])
}

/** Asks until the whole column is loaded. */
export function useWholeColumn(status: TaskStatus): void {
  const loaded = useLive((live) => live.columns[status].ids.length)
  const complete = useLive((live) => live.columns[status].complete)
  const loading = useLive((live) => live.connection.state === 'loading')
  const loadMore = useMorePages(status)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each page it is asked again.
  useEffect(() => {
    if (!loading && !complete) loadMore()
  }, [loading, complete, loaded, loadMore])
}
