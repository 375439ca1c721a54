import type { Asking } from '@mission-control/protocol/agents'
import type { Known } from './known.ts'

/**
 * Whether a program asks before it acts, judged by what is known about it and by the session mode that is
 * set; null: nothing is known. `has`: the modes that its session offers, once there is one.
 */
export function askingOf(
  { asksIn, asksNothingIn = [], asksBy }: Known,
  mode: string | null,
  has?: readonly string[],
): Asking | null {
  if (asksBy !== undefined) return asks('unknown', asksBy)
  if (asksIn === undefined && mode === null) return null
  const worksIn = `It works in its session mode "${mode ?? asksIn}"`
  if (mode !== null && mode !== asksIn) {
    return asksNothingIn.includes(mode)
      ? asks('no', `${worksIn}, in which it asks for nothing.`)
      : asks('unknown', `${worksIn}, in which it may act without asking.`)
  }
  if (has?.includes(asksIn as string) !== false) {
    return asks('yes', `${worksIn}, in which it asks before it acts.`)
  }
  return asks(
    'unknown',
    `It has no session mode "${asksIn}", in which it would ask before it acts.`,
  )
}

const asks = (asksPermission: Asking['asksPermission'], asksPermissionReason: string): Asking => ({
  asksPermission,
  asksPermissionReason,
})
