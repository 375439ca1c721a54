import { isFinal } from '@mission-control/protocol'
import { sql } from 'kysely'
import { TABLES } from './move/tables.ts'
import type { Db, Schema, Tx } from './schema.ts'
import { listTasks } from './task-lists.ts'
import { deleteTask, shownInLists } from './tasks.ts'

/** How many rows one transaction removes; of tasks, how many it marks. */
const SOME = 200

type OfWorkspace = {
  [K in keyof Schema]: Schema[K] extends { workspace_id: string } ? K : never
}[keyof Schema]

/**
 * What a workspace has, in the order in which it is removed: tasks with everything that belongs to them, in
 * the way of deleted tasks; then `rows`; then what belongs to desktops. Desktops, service accounts and the
 * workspace itself keep an empty row, because finding out what refers to it would mean looking at every task.
 * A new table has to say where it belongs.
 */
const GOES: Record<OfWorkspace, 'tasks' | 'rows' | 'stays'> = {
  tasks: 'tasks',
  approvals: 'tasks',
  activity: 'rows',
  fleet_metrics: 'rows',
  api_keys: 'rows',
  join_tokens: 'rows',
  invitations: 'rows',
  memberships: 'rows',
  // The audit log is kept for as long as any other workspace's.
  audit: 'stays',
  audit_heads: 'stays',
  desktops: 'stays',
  users: 'stays',
}
const ROWS = (Object.keys(GOES) as OfWorkspace[]).filter((table) => GOES[table] === 'rows')

const OF_DESKTOP = ['desktop_metrics', 'permission_rules', 'agent_setups'] as const

/** A deleted workspace of which something is left. */
export async function findRemovedWorkspace(db: Db): Promise<string | undefined> {
  const found = await db
    .selectFrom('workspaces')
    .select('id')
    .where('removed_at', '>', 0)
    .limit(1)
    .executeTakeFirst()
  return found?.id
}

/** A desktop there that has yet to be sent away. */
export async function findRemovedDesktop(db: Db, workspaceId: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('desktops')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('status', '!=', 'destroyed')
    .limit(1)
    .executeTakeFirst()
  return found?.id
}

/** A task that isn't over and has yet to be stopped, of a desktop that has moved to another workspace. */
export async function findTaskElsewhere(db: Db, workspaceId: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('tasks')
    .innerJoin('desktops', 'desktops.id', 'tasks.desktop_id')
    .select('tasks.id')
    .where('tasks.workspace_id', '=', workspaceId)
    .where(shownInLists)
    .where('tasks.status', 'in', ['pending', 'running'])
    .where('tasks.cancel_requested_at', 'is', null)
    .whereRef('desktops.workspace_id', '!=', 'tasks.workspace_id')
    .limit(1)
    .executeTakeFirst()
  return found?.id
}

/** Removes a part of the workspace, and in the end its name. False: something else has to happen first. */
export async function deleteSomeOfRemoved(tx: Tx, id: string): Promise<boolean> {
  const tasks = await listTasks(tx, id, {}, SOME)
  const ended = tasks.filter(({ status }) => isFinal(status) || status === 'review')
  for (const task of ended) await deleteTask(tx, task.id)
  if (tasks.length > 0) return ended.length > 0
  for (const table of ROWS) if ((await deleteRows(tx, table, id)) > 0) return true
  const desktops = await tx
    .selectFrom('desktops')
    .select('id')
    .where('workspace_id', '=', id)
    .where('name', '!=', '')
    .limit(SOME)
    .execute()
  for (const desktop of desktops) await emptyDesktop(tx, desktop.id)
  if (desktops.length > 0) return true
  await tx.updateTable('workspaces').set({ name: '', removed_at: 0 }).where('id', '=', id).execute()
  return true
}

async function emptyDesktop(tx: Tx, id: string): Promise<void> {
  for (const table of OF_DESKTOP) {
    await tx.deleteFrom(table).where('desktop_id', '=', id).execute()
  }
  const nothing = { name: '', labels: '[]', ip_address: null, machine: null, agent: null }
  await tx.updateTable('desktops').set(nothing).where('id', '=', id).execute()
}

async function deleteRows(tx: Tx, table: OfWorkspace, id: string): Promise<bigint> {
  const key = sql.join(TABLES[table].map((column) => sql.ref(column)))
  const { numAffectedRows } = await sql`delete from ${sql.table(table)} where (${key}) in
    (select ${key} from ${sql.table(table)} where workspace_id = ${id} limit ${sql.lit(SOME)})`.execute(
    tx,
  )
  return numAffectedRows ?? 0n
}
