import { type Kysely, sql } from 'kysely'
import { engineOf } from '../engine.ts'

/**
 * How many listed tasks each workspace has of each status. The database keeps count by itself, whoever writes:
 * also a server of the version before, which knows nothing of this.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('task_counts')
    .addColumn('workspace_id', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('tasks', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('task_counts_key', ['workspace_id', 'status'])
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await sql`insert into task_counts (workspace_id, status, tasks)
    select workspace_id, status, count(*) from tasks where chat = 0 group by workspace_id, status`.execute(
    db,
  )
  if (engineOf(db) === 'sqlite') await countInPlace(db)
  else await noteChanges(db)
}

/** Whether a change is one to the counts, in the words of both engines. */
const DIFFERS = sql`(old.workspace_id, old.status, old.chat) <> (new.workspace_id, new.status, new.chat)`
const UPDATE = sql`after update of workspace_id, status, chat on tasks`

/** One writes at a time, so the count itself is changed. */
async function countInPlace(db: Kysely<unknown>): Promise<void> {
  const gone = sql`begin insert into task_counts values (old.workspace_id, old.status, -1)
    on conflict do update set tasks = tasks - 1; end`
  const come = sql`begin insert into task_counts values (new.workspace_id, new.status, 1)
    on conflict do update set tasks = tasks + 1; end`
  for (const trigger of [
    sql`task_inserted after insert on tasks when new.chat = 0 ${come}`,
    sql`task_deleted after delete on tasks when old.chat = 0 ${gone}`,
    sql`task_left ${UPDATE} when old.chat = 0 and ${DIFFERS} ${gone}`,
    sql`task_entered ${UPDATE} when new.chat = 0 and ${DIFFERS} ${come}`,
  ]) {
    await sql`create trigger ${trigger}`.execute(db)
  }
}

/**
 * Many write at a time: if each changed the counts they would wait for one another, from their first task to
 * their commit. So each adds rows of its own, which the server adds to the counts again and again.
 */
async function noteChanges(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('task_count_changes')
    .addColumn('workspace_id', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('tasks', 'integer', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('task_count_changes_by_workspace')
    .on('task_count_changes')
    .column('workspace_id')
    .execute()
  await sql`create function note_task_change() returns trigger language plpgsql as $$ begin
      if tg_op <> 'INSERT' and old.chat = 0 then
        insert into task_count_changes values (old.workspace_id, old.status, -1);
      end if;
      if tg_op <> 'DELETE' and new.chat = 0 then
        insert into task_count_changes values (new.workspace_id, new.status, 1);
      end if;
      return null;
    end $$`.execute(db)
  const note = sql`execute function note_task_change()`
  for (const trigger of [
    sql`task_inserted after insert on tasks for each row ${note}`,
    sql`task_deleted after delete on tasks for each row ${note}`,
    sql`task_updated ${UPDATE} for each row when (${DIFFERS}) ${note}`,
  ]) {
    await sql`create trigger ${trigger}`.execute(db)
  }
}
