import type { Hello } from '@mission-control/protocol/runner'
import type { DesktopRow } from '../store/schema.ts'

type Identity = NonNullable<Hello['identity']>

/**
 * Whether a runner speaks for a desktop from another machine, as after its disk was cloned: nothing by
 * which a machine is known is what it was. A folder may still move: its runner says goodbye where it was.
 */
export function isClone(
  { identity, status }: Pick<DesktopRow, 'identity' | 'status'>,
  hello: Pick<Hello, 'identity'>,
): boolean {
  if (identity === null || hello.identity === undefined || status === 'stopped') return false
  return isOther(JSON.parse(identity) as Identity, hello.identity)
}

function isOther(known: Identity, now: Identity): boolean {
  if (known.boot === now.boot) return false
  if (known.id !== null && known.id === now.id) return false
  return !known.hardware.some((address) => now.hardware.includes(address))
}

export function cloned(name: string): string {
  return `The identity of "${name}" belongs to another machine, of which this one is a clone: that one goes on undisturbed. To make this machine a desktop of its own, run the join line with a new token and --new. If "${name}" has moved here, stop its runner there first, so that it says goodbye.`
}
