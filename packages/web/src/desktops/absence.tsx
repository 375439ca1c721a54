import type { Card } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { absenceOf } from './absence-of.ts'

/** Of a running task whose desktop is away: since when, and what happens if it stays away. */
export function Absence({ card, className }: { card: Card; className?: string }) {
  const desktop = useLive((live) => live.desktops.get(card.desktopId))
  const overview = useLive((live) => live.overview)
  const words = card.status === 'running' && desktop ? absenceOf(desktop, overview) : null
  return words && <p className={className}>{words}</p>
}
