import type { MetricsPoint } from '@mission-control/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useCore, useLive } from '../live/use-live.tsx'
import type { Range } from './range.ts'

/** How many live points are kept: an hour, at one every five seconds. */
const KEPT = 720

/** A desktop's load: what the server remembers, and what has come by since; undefined: not here yet. */
export function useDesktopLoad(desktopId: string, range: Range) {
  const { client } = useCore()
  const history = useQuery({
    queryKey: ['desktop metrics', desktopId, range],
    queryFn: async ({ signal }) =>
      await client.desktops.metrics(desktopId, { minutes: range }, { signal }),
    enabled: desktopId !== '',
    refetchInterval: 5 * 60_000,
  })
  const passing = usePassingLoad(desktopId)
  return useMemo(
    () => history.data && [...history.data, ...after(history.data, passing)],
    [history.data, passing],
  )
}

function usePassingLoad(desktopId: string): readonly MetricsPoint[] {
  const desktop = useLive((live) => live.desktops.get(desktopId))
  const [points, setPoints] = useState<readonly MetricsPoint[]>([])
  useEffect(() => {
    if (desktop?.status !== 'running' || !desktop.metrics || !desktop.lastSeenAt) return
    const { cpu, memory, disk } = desktop.metrics
    const point = { at: desktop.lastSeenAt, cpu, memory: memory.percent, disk: disk.percent }
    setPoints((before) => [...before.slice(1 - KEPT), point])
  }, [desktop?.status, desktop?.metrics, desktop?.lastSeenAt])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another desktop's points are others.
  useEffect(() => () => setPoints([]), [desktopId])
  return points
}

function after(history: readonly MetricsPoint[], points: readonly MetricsPoint[]) {
  const last = history.at(-1)?.at ?? ''
  return points.filter(({ at }) => at > last)
}
