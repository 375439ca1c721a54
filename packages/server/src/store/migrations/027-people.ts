import { type Kysely, sql } from 'kysely'

/** Several people in a workspace, several workspaces of a person, and the links that invite somebody. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .createTable('memberships')
    .addColumn('workspace_id', 'text', (c) =>
      c.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('created_at', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('memberships_key', ['workspace_id', 'user_id'])
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createIndex('memberships_by_user')
    .on('memberships')
    .columns(['user_id', 'workspace_id'])
    .execute()
  await sql`insert into memberships (workspace_id, user_id, role, created_at)
    select workspace_id, id, 'admin', created_at from users`.execute(db)

  await schema
    .alterTable('users')
    .addColumn('kind', 'text', (c) => c.notNull().defaultTo('person'))
    .execute()
  await schema.alterTable('users').addColumn('disabled_at', 'integer').execute()
  await schema
    .alterTable('users')
    .addColumn('is_owner', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await sql`update users set is_owner = 1 where id = (select min(id) from users)`.execute(db)
  await schema
    .createIndex('users_owner')
    .unique()
    .on('users')
    .columns(['is_owner'])
    .where(sql.ref('is_owner'), '=', sql.lit(1))
    .execute()
  await schema.alterTable('workspaces').addColumn('removed_at', 'integer').execute()
  await schema.alterTable('desktops').addColumn('moved_at', 'integer').execute()

  await schema
    .createTable('invitations')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('workspace_id', 'text', (c) =>
      c.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull().unique())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('email', 'text')
    .addColumn('created_at', 'integer', (c) => c.notNull())
    .addColumn('expires_at', 'integer', (c) => c.notNull())
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createIndex('invitations_by_workspace')
    .on('invitations')
    .columns(['workspace_id', 'id'])
    .execute()
  await schema
    .createIndex('invitations_by_email')
    .on('invitations')
    .columns(['email', 'workspace_id', 'id'])
    .execute()
}
