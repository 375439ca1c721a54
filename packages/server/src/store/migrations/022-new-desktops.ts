import type { Kysely } from 'kysely'

/** The desktop whose agent, rules and time limit new ones get. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('workspaces').addColumn('agent_from', 'text').execute()
}
