import { holdSession } from '../store/desktops.ts'
import type { DesktopRow, Tx } from '../store/schema.ts'

/** The desktop has a newer connection, here or at another server, so this one may no longer write. */
export class FencedError extends Error {
  override readonly name = 'FencedError'
}

/** Every transaction of a connection begins with this. */
export async function requireSession(
  tx: Tx,
  desktop: Pick<DesktopRow, 'id' | 'epoch'>,
): Promise<void> {
  if (!(await holdSession(tx, desktop))) {
    throw new FencedError(`${desktop.id} has a newer connection than its ${desktop.epoch}.`)
  }
}
