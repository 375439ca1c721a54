import { type Kysely, sql } from 'kysely'
import { engineOf } from '../engine.ts'

/**
 * The index of the search. Trigrams find any piece of a word; of each only the documents that hold it
 * are kept (`detail=none`), since what is found is compared with the text itself. So the index takes a
 * third of its text, where one with positions takes two and a half times as much.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  if (engineOf(db) === 'sqlite') await createIndex(db)
  // In the order of creation; null: of a chat. Documents of a task are numbered by it.
  await schema.alterTable('tasks').addColumn('search_number', 'integer').execute()
  // 1: to be indexed; 2: it runs, and is searched without the index until it has ended.
  await schema
    .alterTable('tasks')
    .addColumn('search_due', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  // Its documents in the index.
  await schema
    .alterTable('tasks')
    .addColumn('search_pieces', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  if (engineOf(db) === 'sqlite') await numberTasks(db)
  await schema
    .createIndex('tasks_by_search')
    .unique()
    .on('tasks')
    .columns(['search_number'])
    .execute()
  await schema
    .createIndex('tasks_not_indexed')
    .on('tasks')
    .columns(['search_due', 'search_number'])
    .where(sql.ref('search_due'), '>', sql.lit(0))
    .where('search_number', 'is not', null)
    .execute()
  await sql`create index runs_beyond_search on runs (task_id)
    where stdout_bytes + stderr_bytes + system_bytes + agent_bytes > 1048576`.execute(db)
}

async function createIndex(db: Kysely<unknown>): Promise<void> {
  await sql`create virtual table task_search using fts5(
    text, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1')`.execute(
    db,
  )
  // Nothing is merged within a transaction that adds documents: the server merges in small steps, between.
  for (const [setting, value] of [
    ['automerge', 0],
    ['crisismerge', 1999],
    ['usermerge', 8],
  ] as const) {
    await sql`insert into task_search (task_search, rank)
      values (${sql.lit(setting)}, ${sql.lit(value)})`.execute(db)
  }
}

async function numberTasks(db: Kysely<unknown>): Promise<void> {
  await sql`update tasks set search_number = rowid,
    search_due = case status when 'running' then 2 else 1 end where chat = 0`.execute(db)
}
