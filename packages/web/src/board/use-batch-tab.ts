import type { TaskStatus } from '@mission-control/protocol'
import { useEffect } from 'react'
import { placeOf } from '../live/batches.ts'
import { useLive } from '../live/use-live.tsx'

/** Shows the column of the batch that an address opens, once; where it goes later is left alone. */
export function useBatchTab(batchId: string, show: (column: TaskStatus) => void): void {
  const place = useLive((live) => placeOf(live.batches.get(batchId)?.counts))
  const isKnown = place !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it is opened.
  useEffect(() => {
    if (place) show(place)
  }, [batchId, isKnown])
}
