import type { Task } from '@mission-control/protocol'
import { type SqlBool, sql } from 'kysely'

/** Of a task whose agent works: whether a permission is open for it. */
export const asks = sql<SqlBool>`tasks.type = 'prompt' and exists (select 1 from approvals a
  where a.task_id = tasks.id and a.kind = 'permission' and a.status = 'pending')`

/** Only a running task whose process hasn't started waits for its desktop. */
const waiting = sql<Task['waiting']>`case when tasks.status = 'running' then case
  when tasks.process_started_at is null then (
    select case d.connected when 1 then 'queued' else 'desktop_offline' end
    from desktops d where d.id = tasks.desktop_id)
  when ${asks} then 'permission' end end`.as('waiting')

const rerunAs = sql<string | null>`(select max(again.id) from tasks as again
  where again.rerun_of = tasks.id and again.chat = 0)`.as('rerun_as')

/** Only where an approval is needed, and not given yet. */
export const quorum = sql<number | null>`case
  when tasks.requires_approval = 1 and tasks.completed_at is null then (
    select w.approval_quorum from workspaces w where w.id = tasks.workspace_id) end`.as('quorum')

/** What a task is seen with beside its own columns. */
export const SEEN = [waiting, rerunAs, quorum] as const
