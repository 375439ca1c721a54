import { sql } from 'kysely'
import { engineOf } from '../engine.ts'
import type { Db, Tx } from '../schema.ts'

/** Added to the counts by one transaction: few enough that nobody waits for it. */
const SOME = 5_000

/** Whether there are changes that have yet to be added to the counts of tasks; SQLite has none. */
export async function anyCountChange(db: Db): Promise<boolean> {
  if (engineOf(db) === 'sqlite') return false
  const { rows } = await sql`select 1 from task_count_changes limit 1`.execute(db)
  return rows.length > 0
}

/** Adds some changes to the counts. Where two do so at a time, each change is taken by one of them. */
export async function addSomeCountChanges(tx: Tx): Promise<void> {
  await sql`with taken as (
      delete from task_count_changes where ctid = any (array(
        select ctid from task_count_changes limit ${sql.lit(SOME)}))
      returning *)
    insert into task_counts (workspace_id, status, tasks)
    select workspace_id, status, sum(tasks) from taken group by workspace_id, status
    on conflict (workspace_id, status) do update set tasks = task_counts.tasks + excluded.tasks`.execute(
    tx,
  )
}
