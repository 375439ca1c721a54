import { fail } from '@mission-control/protocol'
import { findDesktop } from '../store/desktops.ts'
import type { Db, DesktopRow } from '../store/schema.ts'

/** The desktop, if it is one of the workspace; else `desktop_not_found`. */
export async function requireDesktop(db: Db, workspaceId: string, id: string): Promise<DesktopRow> {
  return (await findDesktop(db, workspaceId, id)) ?? noDesktop(id)
}

export function noDesktop(id: string): never {
  fail('desktop_not_found', `There is no desktop ${JSON.stringify(id)}.`)
}
