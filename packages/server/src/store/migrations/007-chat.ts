import { type Kysely, sql } from 'kysely'

/**
 * A message of a chat is a task that the lists leave out. What the lists read holds only what they
 * show: counting by status stays a look at the index, and a long chat slows down no list.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .alterTable('tasks')
    .addColumn('chat', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()

  for (const index of [
    'tasks_by_status',
    'tasks_by_workspace',
    'tasks_by_desktop',
    'tasks_by_completion',
  ]) {
    await schema.dropIndex(index).execute()
  }
  await schema
    .createIndex('tasks_by_status')
    .on('tasks')
    .columns(['workspace_id', 'status', 'id'])
    .where(sql.ref('chat'), '=', sql.lit(0))
    .execute()
  await schema
    .createIndex('tasks_by_workspace')
    .on('tasks')
    .columns(['workspace_id', 'id'])
    .where(sql.ref('chat'), '=', sql.lit(0))
    .execute()
  await schema
    .createIndex('tasks_by_desktop')
    .on('tasks')
    .columns(['desktop_id', 'id'])
    .where(sql.ref('chat'), '=', sql.lit(0))
    .execute()
  await schema
    .createIndex('tasks_by_completion')
    .on('tasks')
    .columns(['workspace_id', 'completed_at', 'status'])
    .where('completed_at', 'is not', null)
    .where(sql.ref('chat'), '=', sql.lit(0))
    .execute()
  await schema
    .createIndex('chat_by_desktop')
    .on('tasks')
    .columns(['desktop_id', 'id'])
    .where(sql.ref('chat'), '=', sql.lit(1))
    .execute()
  // Those that aren't over, of which there are few: who waits, and whether one is under way.
  await schema
    .createIndex('chat_under_way')
    .on('tasks')
    .columns(['desktop_id', 'id'])
    .where(sql.ref('chat'), '=', sql.lit(1))
    .where(sql.ref('completed_at'), 'is', null)
    .execute()
}
