import type { Insertable } from 'kysely'
import type { AgentSetupRow, Db, Schema, Tx } from './schema.ts'

export async function findAgentSetup(
  db: Db,
  desktopId: string,
): Promise<AgentSetupRow | undefined> {
  return await db
    .selectFrom('agent_setups')
    .selectAll()
    .where('desktop_id', '=', desktopId)
    .executeTakeFirst()
}

/** All of them, with the names of their desktops. */
export async function listAgentSetups(db: Db): Promise<(AgentSetupRow & { name: string })[]> {
  return await db
    .selectFrom('agent_setups')
    .innerJoin('desktops', 'desktops.id', 'agent_setups.desktop_id')
    .selectAll('agent_setups')
    .select('desktops.name')
    .execute()
}

/** Stores the desktop's set-up, and replaces an earlier one. */
export async function putAgentSetup(
  tx: Tx,
  setup: Insertable<Schema['agent_setups']>,
): Promise<AgentSetupRow> {
  const { desktop_id: _, ...changes } = setup
  return await tx
    .insertInto('agent_setups')
    .values(setup)
    .onConflict((conflict) => conflict.column('desktop_id').doUpdateSet(changes))
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Deletes the desktop's set-up; false if there was none. */
export async function deleteAgentSetup(tx: Tx, desktopId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('agent_setups')
    .where('desktop_id', '=', desktopId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}
