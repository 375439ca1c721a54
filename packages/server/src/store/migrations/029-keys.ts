import { type Kysely, sql } from 'kysely'

/** Keys that end, may do less and are rotated; keys of agents' runs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  // Null: no end, all of the role's scopes, all desktops, one value. So earlier keys keep what they could.
  for (const [column, type] of [
    ['expires_at', 'integer'],
    ['scopes', 'text'],
    ['restriction', 'text'],
    ['last_used_from', 'text'],
    ['previous_hash', 'text'],
    ['previous_until', 'integer'],
  ] as const) {
    await schema.alterTable('api_keys').addColumn(column, type).execute()
  }
  await schema
    .createIndex('api_keys_by_previous')
    .unique()
    .on('api_keys')
    .columns(['previous_hash'])
    .where(sql.ref('previous_hash'), 'is not', null)
    .execute()
  await schema.createIndex('api_keys_by_user').on('api_keys').columns(['user_id', 'id']).execute()

  await schema.alterTable('desktops').addColumn('agent_key', 'text').execute()
  await schema.alterTable('tasks').addColumn('user_id', 'text').execute()
  await schema.alterTable('tasks').addColumn('from_task', 'text').execute()
  await schema
    .alterTable('runs')
    .addColumn('with_key', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
}
