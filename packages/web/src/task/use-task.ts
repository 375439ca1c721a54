import { ApiError } from '@mission-control/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { Card } from '../live/live.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { type ShownTask, shownTask } from './shown-task.ts'

export type Loaded =
  | { state: 'loading' | 'missing' | 'deleted' }
  | { state: 'refused'; error: unknown; retry: () => void }
  | { state: 'there'; task: ShownTask }

/** The task, asked for again whenever something happens to it. */
export function useTask(id: string): Loaded {
  const { client, store } = useCore()
  const queries = useQueryClient()
  const card = useLive((live) => live.cards.get(id), areSameButTail)
  const [deleted, setDeleted] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['task', id],
    queryFn: ({ signal }) => client.tasks.get(id, { signal }),
    staleTime: 0, // Nobody keeps it at the present while it isn't shown.
  })
  const task = useMemo(() => shownTask(card, data), [card, data])
  useEffect(() => {
    const refresh = () => void queries.invalidateQueries({ queryKey: ['task', id] })
    const unwatch = store.watch((event) => {
      if (['task.output', 'output.skipped', 'stream.reset'].includes(event.type)) return
      if ('rerunOf' in event.payload && event.payload.rerunOf === id) refresh()
      if (!('taskId' in event.payload) || event.payload.taskId !== id) return
      if (event.type === 'task.deleted') setDeleted(true)
      else refresh()
    })
    let { connection } = store.get()
    const unsubscribe = store.subscribe(() => {
      const before = connection
      connection = store.get().connection
      if (before !== connection && connection.state === 'live') refresh()
    })
    return () => {
      unwatch()
      unsubscribe()
    }
  }, [queries, store, id])

  if (deleted) return { state: 'deleted' }
  if (error instanceof ApiError && error.status === 404) {
    return { state: data || card ? 'deleted' : 'missing' }
  }
  if (task) return { state: 'there', task }
  if (error) return { state: 'refused', error, retry: () => void refetch() }
  return { state: 'loading' }
}

/** Its last line of output changes all the time, and the page shows the whole. */
function areSameButTail(a: Card | undefined, b: Card | undefined): boolean {
  if (!a || !b) return a === b
  const names = Object.keys({ ...a, ...b }) as (keyof Card)[]
  return names.every((name) => name === 'tail' || a[name] === b[name])
}
