import { type Kysely, sql } from 'kysely'

/** Which task runs which again, and which tasks were made by one request. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['rerun_of', 'first_try', 'batch_id']) {
    await db.schema.alterTable('tasks').addColumn(column, 'text').execute()
  }
  await db.schema
    .alterTable('tasks')
    .addColumn('attempt', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
  await db.schema
    .createIndex('tasks_by_first_try')
    .on('tasks')
    .columns(['first_try', 'attempt'])
    .where('first_try', 'is not', null)
    .execute()
  await db.schema
    .createIndex('tasks_by_rerun')
    .on('tasks')
    .columns(['rerun_of', 'id'])
    .where('rerun_of', 'is not', null)
    .execute()
  await db.schema
    .createIndex('tasks_by_batch')
    .on('tasks')
    .columns(['batch_id', 'status', 'id'])
    .where('batch_id', 'is not', null)
    .where(sql.ref('chat'), '=', sql.lit(0))
    .execute()
}
