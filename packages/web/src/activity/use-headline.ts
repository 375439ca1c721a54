import type { ActivityEntry } from '@mission-control/protocol'
import { useState } from 'react'

/**
 * The part to show of a list that grows at its top: all of it or, while somebody reads further down, what was
 * there when they began. `fresh`: how many wait above it. `head`: the newest number in the log.
 */
export function useHeadline(
  entries: readonly ActivityEntry[],
  head: number,
  isReading: boolean,
): { shown: readonly ActivityEntry[]; fresh: number } {
  const [held, setHeld] = useState<number | null>(null)
  if (isReading && held === null) setHeld(head)
  if (!isReading && held !== null) setHeld(null)
  if (held === null || !isReading) return { shown: entries, fresh: 0 }
  const fresh = entries.findIndex((entry) => entry.id <= held)
  // The log has begun again, so nothing that was read is in it.
  return fresh === -1 ? { shown: entries, fresh: 0 } : { shown: entries.slice(fresh), fresh }
}
