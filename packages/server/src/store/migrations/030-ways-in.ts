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
  // Who was there before has set theirs on the server's own machine.
  await schema.alterTable('users').addColumn('email_verified_at', 'integer').execute()
  await sql`update users set email_verified_at = created_at where email is not null`.execute(db)
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

  // Of the whole server. Roles: JSON array of rules.
  await schema
    .createTable('sso_providers')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('preset', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('issuer', 'text', (c) => c.notNull().unique())
    .addColumn('client_id', 'text', (c) => c.notNull())
    .addColumn('client_secret', 'blob')
    .addColumn('scopes', 'text', (c) => c.notNull())
    .addColumn('roles_claim', 'text', (c) => c.notNull())
    .addColumn('roles', 'text', (c) => c.notNull())
    .addColumn('trust_email', 'integer', (c) => c.notNull())
    .addColumn('auto_join', 'integer', (c) => c.notNull())
    .addColumn('enabled', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'integer', (c) => c.notNull())
    .addColumn('changed_at', 'integer', (c) => c.notNull())
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createTable('sso_settings')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('required', 'integer', (c) => c.notNull())
    .modifyEnd(sql`strict`)
    .execute()

  await schema
    .createTable('passkeys')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('host', 'text', (c) => c.notNull())
    .addColumn('credential_id', 'text', (c) => c.notNull().unique())
    .addColumn('public_key', 'blob', (c) => c.notNull())
    .addColumn('counter', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'integer', (c) => c.notNull())
    .addColumn('last_used_at', 'integer')
    .modifyEnd(sql`strict`)
    .execute()
  await schema.createIndex('passkeys_by_user').on('passkeys').columns(['user_id', 'id']).execute()
  await schema
    .createTable('used_challenges')
    .addColumn('hash', 'text', (c) => c.primaryKey().notNull())
    .addColumn('expires_at', 'integer', (c) => c.notNull())
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createIndex('used_challenges_by_end')
    .on('used_challenges')
    .column('expires_at')
    .execute()
}
