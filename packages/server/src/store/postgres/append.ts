import { sql } from 'kysely'
import type { ActivityRow, Tx } from '../schema.ts'
import { UNANSWERED } from './unanswered.ts'

/**
 * Counter and events in one statement, which is sent together with the commit: so the counter is locked for
 * as long as PostgreSQL takes for both. Where there is no such workspace there is no number, and it fails.
 */
export async function insertAtOnce(
  tx: Tx,
  workspaceId: string,
  events: Omit<ActivityRow, 'seq'>[],
): Promise<void> {
  const column = (name: keyof (typeof events)[number]) => events.map((event) => event[name])
  await sql`${UNANSWERED}
    with counter as (
      update workspaces set last_activity = last_activity + ${events.length}::bigint
      where id = ${workspaceId} returning last_activity - ${events.length}::bigint as before
    )
    insert into activity (workspace_id, seq, at, type, desktop_id, task_id, payload, actor)
    select ${workspaceId}::text, counter.before + event.n, event.at, event.type, event.desktop_id,
      event.task_id, event.payload, event.actor
    from unnest(${column('at')}::bigint[], ${column('type')}::text[],
      ${column('desktop_id')}::text[], ${column('task_id')}::text[], ${column('payload')}::text[],
      ${column('actor')}::text[])
      with ordinality as event(at, type, desktop_id, task_id, payload, actor, n)
      left join counter on true`.execute(tx)
}
