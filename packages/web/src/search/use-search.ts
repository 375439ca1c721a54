import { parseQuery } from '@mission-control/protocol'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useCore } from '../live/use-live.tsx'

/** Typing has stopped when no key was pressed for this long, in ms. */
const PAUSE = 200

/** The text of the field, once typing pauses. */
export function usePaused(words: string): string {
  const [paused, setPaused] = useState(words)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(words), PAUSE)
    return () => clearTimeout(timer)
  }, [words])
  return paused
}

/**
 * What the server finds, page by page. It goes on by itself until there is something to show, and once more
 * where the first hits came before their page was full.
 */
export function useSearch(words: string, limit = 20) {
  const { client } = useCore()
  const isUsable = words.trim() !== '' && parseQuery(words, Date.now()).problems.length === 0
  const query = useInfiniteQuery({
    queryKey: ['search', words, limit],
    enabled: isUsable,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      client.search(words, { limit, signal, ...(pageParam && { cursor: pageParam }) }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    gcTime: 0,
  })
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query
  const hits = data?.pages.flatMap((page) => page.hits) ?? []
  const isFirst = data?.pages.length === 1 && hits.length < limit
  const goesOn = hasNextPage && (hits.length === 0 || isFirst)
  useEffect(() => {
    if (goesOn && !isFetching && !isError) void fetchNextPage()
  }, [goesOn, isFetching, isError, fetchNextPage])
  return { ...query, hits, last: data?.pages.at(-1), goesOn, isUsable }
}
