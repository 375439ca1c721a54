import { GLANCE_MAX } from '@mission-control/protocol'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import type { Card } from '../live/live.ts'

interface Seen {
  /** Tasks whose whole content was shown on this page. */
  ids: ReadonlySet<string>
  mark: (taskId: string) => void
}

const SeenContext = createContext<Seen>({ ids: new Set(), mark: () => undefined })

export const useSeen = () => useContext(SeenContext)

export function SeenProvider({ children }: { children: ReactNode }) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const mark = useCallback((id: string) => setIds((before) => new Set(before).add(id)), [])
  return <SeenContext value={useMemo(() => ({ ids, mark }), [ids, mark])}>{children}</SeenContext>
}

/** Characters that the first look doesn't show. */
export function restOf(content: string): number {
  return Math.max(0, content.length - GLANCE_MAX)
}

interface Asked extends Pick<Card, 'id' | 'contentLength'> {
  content?: string | null
}

/**
 * How many characters of the content nobody has been shown on this page yet; a task is approved
 * only when none are left. Until the content is loaded, its bytes stand for them.
 */
export function unseenOf({ id, content, contentLength = 0 }: Asked, seen: Seen): number {
  if (seen.ids.has(id)) return 0
  return typeof content === 'string'
    ? restOf(content.trim())
    : Math.max(0, contentLength - GLANCE_MAX)
}
