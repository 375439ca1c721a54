import { type Kysely, sql } from 'kysely'

/** Tokens by which machines join, and what a desktop that came by one has: a key, its invitation, its machine. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .createTable('join_tokens')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('workspace_id', 'text', (c) =>
      c.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull().unique())
    .addColumn('last4', 'text', (c) => c.notNull())
    .addColumn('name', 'text')
    .addColumn('labels', 'text', (c) => c.notNull())
    .addColumn('uses', 'integer', (c) => c.notNull())
    .addColumn('used', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('created_at', 'integer', (c) => c.notNull())
    .addColumn('expires_at', 'integer', (c) => c.notNull())
    .addColumn('revoked_at', 'integer')
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createIndex('join_tokens_by_workspace')
    .on('join_tokens')
    .columns(['workspace_id', 'id'])
    .execute()
  await schema
    .createIndex('join_tokens_by_expiry')
    .on('join_tokens')
    .columns(['expires_at'])
    .execute()
  await schema.alterTable('desktops').addColumn('public_key', 'text').execute()
  await schema.alterTable('desktops').addColumn('invitation', 'text').execute()
  await schema.alterTable('desktops').addColumn('identity', 'text').execute()
  await schema
    .createIndex('desktops_by_public_key')
    .unique()
    .on('desktops')
    .columns(['public_key'])
    .execute()
}
