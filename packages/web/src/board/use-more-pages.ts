import type { TaskStatus } from '@mission-control/protocol'
import { useCallback, useRef } from 'react'
import { useCore } from '../live/use-live.tsx'

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
      .catch(() => undefined) // The banner tells of a cut; the next scroll asks again.
      .finally(() => {
        asking.current = false
      })
  }, [client, store, status])
}
