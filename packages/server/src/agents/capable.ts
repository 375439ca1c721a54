import { fail } from '@mission-control/protocol'
import type { DesktopRow } from '../store/schema.ts'

/** The first protocol version whose runners can be set up from here, and asked to test their agent. */
export const SETUPS_SINCE = 3

/** False if the runner is known to be older. */
export function isCapable({ protocol }: Pick<DesktopRow, 'protocol'>): boolean {
  return protocol === null || protocol >= SETUPS_SINCE
}

export function requireCapable(desktop: DesktopRow): void {
  if (isCapable(desktop)) return
  fail(
    'runner_too_old',
    `The runner of the desktop "${desktop.name}" is too old for that: it speaks protocol ${desktop.protocol}, and ${SETUPS_SINCE} is needed. Update the runner, or set the agent up on the machine itself.`,
  )
}
