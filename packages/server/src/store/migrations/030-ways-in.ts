import { type Kysely, sql } from 'kysely'

/** Ways to sign in beside the password. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  // Whose account at a provider it is: one person's at most.
  await schema
    .createIndex('accounts_by_provider')
    .unique()
    .on('accounts')
    .columns(['provider_id', 'account_id'])
    .execute()
  // The provider through which somebody signed in, and what it needs to sign them out, sealed.
  await schema.alterTable('sessions').addColumn('provider_id', 'text').execute()
  await schema.alterTable('sessions').addColumn('id_token', 'blob').execute()

  await schema
    .createTable('reset_links')
    .addColumn('user_id', 'text', (c) =>
      c.primaryKey().notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('created_at', 'integer', (c) => c.notNull())
    .modifyEnd(sql`strict`)
    .execute()

  await schema
    .createTable('totp')
    .addColumn('user_id', 'text', (c) =>
      c.primaryKey().notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('secret', 'blob', (c) => c.notNull())
    .addColumn('confirmed_at', 'integer')
    .addColumn('last_step', 'integer', (c) => c.notNull().defaultTo(0))
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createTable('recovery_codes')
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('hash', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('recovery_codes_key', ['user_id', 'hash'])
    .modifyEnd(sql`strict`)
    .execute()
}
