import type { Desktop, Overview } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { hourAndMinute } from '../time/format.ts'

type Seen = Pick<Desktop, 'status' | 'lastSeenAt'>
type Watch = Pick<Overview, 'lostAfterSeconds' | 'watchingSince'>

/** Since when the desktop is away, and what follows, in words; null: it is there. Pure. */
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
