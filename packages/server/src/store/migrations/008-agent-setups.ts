import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .createTable('agent_setups')
    .addColumn('desktop_id', 'text', (c) => c.primaryKey().notNull().references('desktops.id'))
    .addColumn('revision', 'text', (c) => c.notNull())
    .addColumn('shown', 'text', (c) => c.notNull())
    .addColumn('secrets', 'blob', (c) => c.notNull())
    .addColumn('updated_at', 'integer', (c) => c.notNull())
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await schema.alterTable('desktops').addColumn('protocol', 'integer').execute()
  await schema
    .alterTable('desktops')
    .addColumn('presets', 'text', (c) => c.notNull().defaultTo('[]'))
    .execute()
}
