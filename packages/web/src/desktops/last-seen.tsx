import type { Desktop } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { Age } from '../time/times.tsx'

export function LastSeen({ desktop: { status, lastSeenAt } }: { desktop: Desktop }) {
  if (status === 'running') return text.time.justNow
  return lastSeenAt === null ? text.desktops.never : <Age at={lastSeenAt} />
}
