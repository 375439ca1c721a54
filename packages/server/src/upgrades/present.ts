import type { Upgrade } from '@mission-control/protocol'
import type { DesktopRow } from '../store/schema.ts'
import { VERSION } from '../version.ts'
import { type Hold, newUpgrade, readUpgrade } from './known.ts'

const HOLDS: Record<Hold, string> = {
  away: 'It begins when its runner is connected.',
  runs: 'It begins when no task runs there.',
  turn: 'It begins when other desktops are done: a tenth of them is upgraded at a time.',
  stopped:
    'The upgrade of another desktop failed: nothing goes on by itself until that one is tried again, removed, or its policy is off.',
}

/** The upgrade of the desktop's runner as the API shows it. */
export function toUpgrade({
  upgrade,
  upgrade_policy: policy,
}: Pick<DesktopRow, 'upgrade' | 'upgrade_policy'>): Upgrade | null {
  if (upgrade === null) return null
  // The server's version has changed since: what the runner can do is known once it is back.
  const known = readUpgrade(upgrade, VERSION) ?? { ...newUpgrade(VERSION), hold: 'away' as const }
  const { obstacle, asked, hold, offeredAt, failure } = known
  const told = (state: Upgrade['state'], reason: string | null): Upgrade => {
    return { to: VERSION, state, reason }
  }
  if (offeredAt !== null) return told('upgrading', null)
  if (obstacle !== null) return told('impossible', obstacle)
  if (failure !== null) return told('failed', failure)
  if (asked !== null || policy === 'auto') return told('waiting', hold && HOLDS[hold])
  return told('available', null)
}
