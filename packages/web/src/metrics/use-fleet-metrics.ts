import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useCore, useLive } from '../live/use-live.tsx'
import { RANGE_FACTS, type Range } from './range.ts'

/** The charts show a task that has ended within this time, in ms; a thousand such tasks cause no more requests. */
const SOON = 2_000

/** Load and throughput of all desktops, kept at the present. */
export function useFleetMetrics(range: Range) {
  const { client } = useCore()
  const query = useQuery({
    queryKey: ['metrics', range],
    queryFn: async ({ signal }) => await client.metrics.get({ minutes: range }, { signal }),
    refetchInterval: RANGE_FACTS[range].refresh,
    placeholderData: keepPreviousData,
  })
  const { refetch } = query
  const ended = useLive(({ overview: { tasks } }) => tasks.done + tasks.failed)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again after each end.
  useEffect(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void refetch()
    }, SOON)
  }, [ended, refetch])
  useEffect(() => () => clearTimeout(timer.current), [])
  return query
}
