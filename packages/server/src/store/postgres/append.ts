import { sql } from 'kysely'
import type { ActivityRow, Tx } from '../schema.ts'

/**
 * Counter and events in one statement, so that the counter is locked for one round trip and the commit.
 * False: there is no such workspace.
 */
export async function insertAtOnce(
  tx: Tx,
  workspaceId: string,
  events: Omit<ActivityRow, 'seq'>[],
): Promise<boolean> {
  const column = (name: keyof (typeof events)[number]) => events.map((event) => event[name])
  const { numAffectedRows } = await sql`
    with counter as (
      update workspaces set last_activity = last_activity + ${events.length}::bigint
      where id = ${workspaceId} returning last_activity - ${events.length}::bigint as before
    )
    insert into activity (workspace_id, seq, at, type, desktop_id, task_id, payload, actor)
    select ${workspaceId}::text, counter.before + event.n, event.at, event.type, event.desktop_id,
      event.task_id, event.payload, event.actor
    from counter, unnest(${column('at')}::bigint[], ${column('type')}::text[],
      ${column('desktop_id')}::text[], ${column('task_id')}::text[], ${column('payload')}::text[],
      ${column('actor')}::text[])
      with ordinality as event(at, type, desktop_id, task_id, payload, actor, n)`.execute(tx)
  return numAffectedRows === BigInt(events.length)
}
