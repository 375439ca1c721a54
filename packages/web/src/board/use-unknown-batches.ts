import { BATCHES_MAX } from '@mission-control/protocol'
import { useEffect } from 'react'
import { unknownBatches } from '../live/batches.ts'
import type { Live } from '../live/live.ts'
import { useCore, useLive } from '../live/use-live.tsx'

const someUnknown = (live: Live) => [...unknownBatches(live)].slice(0, BATCHES_MAX).join(',')

/**
 * Requests the counts of batches whose cards came with a later page. Until then each card is shown by itself.
 */
export function useUnknownBatches(): void {
  const { client, store } = useCore()
  const unknown = useLive(someUnknown)
  useEffect(() => {
    if (unknown === '') return
    const leaving = new AbortController()
    client.board
      .batches(unknown.split(','), { signal: leaving.signal })
      .then(({ batches, cursor }) => store.send({ type: 'batches', batches, cursor }))
      .catch(() => undefined) // The banner shows a cut connection; the next such card asks again.
    return () => leaving.abort()
  }, [client, store, unknown])
}
