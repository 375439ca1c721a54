import type { ChatTurn } from '@mission-control/protocol'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { useCore } from '../live/use-live.tsx'
import { withTurn } from './conversation.ts'

/** How many turns are shown; older ones are in the API only. */
const TURNS = 200

type Change = (turns: readonly ChatTurn[]) => readonly ChatTurn[]

export interface Conversation {
  /** Oldest first; undefined: not here yet. */
  turns: readonly ChatTurn[] | undefined
  error: Error | null
  retry: () => void
  /** Says what has just been learnt of a turn. */
  put: (turn: ChatTurn) => void
  forget: () => void
}

/** The conversation with a desktop's agent, kept at the present by the events that pass. */
export function useConversation(desktopId: string): Conversation {
  const { client, store } = useCore()
  const queries = useQueryClient()
  /** What was learnt while the list was on its way, whose answer may be older. */
  const since = useRef<Change[]>([])
  const { data, error, refetch } = useQuery({
    queryKey: ['chat', desktopId],
    queryFn: async ({ signal }) => {
      const changes: Change[] = []
      since.current = changes
      const turns: readonly ChatTurn[] = await client.desktops.chat.list(
        desktopId,
        { limit: TURNS },
        { signal },
      )
      return changes.reduce((known, change) => change(known), turns)
    },
  })
  const change = useCallback(
    (next: Change) => {
      const queryKey = ['chat', desktopId]
      if (queries.isFetching({ queryKey }) > 0) since.current.push(next)
      queries.setQueryData<readonly ChatTurn[]>(queryKey, (turns) => turns && next(turns))
    },
    [queries, desktopId],
  )
  const put = useCallback(
    (turn: ChatTurn) => void change((turns) => withTurn(turns, turn)),
    [change],
  )
  const forget = useCallback(() => void change(() => []), [change])
  useEffect(() => {
    const unwatch = store.watch((event) => {
      if (event.type !== 'desktop.chat' || event.payload.desktopId !== desktopId) return
      if (event.payload.turn) put(event.payload.turn)
      else forget()
    })
    // Events during a cut aren't repeated.
    let { connection } = store.get()
    const unsubscribe = store.subscribe(() => {
      const before = connection
      connection = store.get().connection
      if (before !== connection && connection.state === 'live') void refetch()
    })
    return () => {
      unwatch()
      unsubscribe()
    }
  }, [store, desktopId, put, forget, refetch])
  return { turns: data, error, retry: () => void refetch(), put, forget }
}
