import { fail } from '@mission-control/protocol'
import { findDesktop } from '../store/desktops.ts'
import { hold } from '../store/locks.ts'
import type { Db, DesktopRow, Tx } from '../store/schema.ts'

/** The desktop, if it is one of the workspace; else `desktop_not_found`. */
export async function requireDesktop(db: Db, workspaceId: string, id: string): Promise<DesktopRow> {
  return (await findDesktop(db, workspaceId, id)) ?? noDesktop(id)
}

/** Like `requireDesktop`, for a decision that depends on the desktop: it stays locked until the commit. */
export async function holdDesktop(tx: Tx, workspaceId: string, id: string): Promise<DesktopRow> {
  await hold(tx, 'desktop', id)
  return await requireDesktop(tx, workspaceId, id)
}

export function noDesktop(id: string): never {
  fail('desktop_not_found', `There is no desktop ${JSON.stringify(id)}.`)
}
