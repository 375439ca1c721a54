import { useEffect } from 'react'
import type { Sample } from '../live/live.ts'
import { useCore, useLive } from '../live/use-live.tsx'

/**
 * The load of the last hour: what the server remembers, asked for at the start and after each cut, and
 * what has come by since.
 */
export function useSamples(): readonly Sample[] {
  const { client, store } = useCore()
  const isLive = useLive((live) => live.connection.state === 'live')
  useEffect(() => {
    if (!isLive) return
    const leaving = new AbortController()
    client.metrics.get({ minutes: 60 }, { signal: leaving.signal }).then(
      ({ resources }) => {
        const samples = resources.map(({ at, ...load }) => ({ at: Date.parse(at), ...load }))
        store.send({ type: 'history', samples })
      },
      () => undefined, // Cut again: the next connection asks again. Until then the line is shorter.
    )
    return () => leaving.abort()
  }, [client, store, isLive])
  return useLive((live) => live.samples)
}
