import type { Desktop, Overview } from '@mission-control/protocol'
import type { Card } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { hourAndMinute } from '../time/format.ts'

/** Of a running task whose desktop is away: since when, and what happens if it stays away. */
export function Absence({ card, className }: { card: Card; className?: string }) {
  const desktop = useLive((live) => live.desktops.get(card.desktopId))
  const overview = useLive((live) => live.overview)
  const words = card.status === 'running' && desktop ? absenceOf(desktop, overview) : null
  return words && <p className={className}>{words}</p>
}

type Seen = Pick<Desktop, 'status' | 'lastSeenAt'>
type Watch = Pick<Overview, 'lostAfterSeconds' | 'watchingSince'>

/** null: the desktop is there. Pure. */
export function absenceOf(
  { status, lastSeenAt }: Seen,
  { lostAfterSeconds, watchingSince }: Watch,
): string | null {
  if (status === 'running' || lastSeenAt === null) return null
  const seen = Date.parse(lastSeenAt)
  const since = hourAndMinute(seen)
  if (lostAfterSeconds === null) return text.task.offlineSince(since)
  // A server that was away itself gives the desktop its whole time again.
  const end = Math.max(seen, Date.parse(watchingSince)) + lostAfterSeconds * 1000
  return text.task.failsAt(since, hourAndMinute(end))
}
