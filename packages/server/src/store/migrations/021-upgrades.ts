import type { Kysely } from 'kysely'

/** When a desktop's runner is upgraded, and how far that is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .alterTable('desktops')
    .addColumn('upgrade_policy', 'text', (c) => c.notNull().defaultTo('auto'))
    .execute()
  await schema.alterTable('desktops').addColumn('upgrade', 'text').execute()
}
