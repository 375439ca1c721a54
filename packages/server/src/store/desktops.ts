import type { DesktopStatus } from '@mission-control/protocol'
import {
  type SelectQueryBuilder,
  type SqlBool,
  sql,
  type Updateable,
  type UpdateObject,
} from 'kysely'
import { engineOf } from './engine.ts'
import { amongThose, inJson, oneOf, unindexed } from './hints.ts'
import { held } from './postgres/locks.ts'
import {
  holdSessions,
  selectDesktops as manyDesktops,
  takeDispatches,
} from './postgres/many-desktops.ts'
import { prepared, variantOf } from './prepared.ts'
import type { Db, DesktopRow, NewDesktopRow, Schema, Tx } from './schema.ts'
import { shownInLists } from './tasks.ts'
import { together, withEach } from './together.ts'

export async function insertDesktop(tx: Tx, desktop: NewDesktopRow): Promise<DesktopRow> {
  return await tx.insertInto('desktops').values(desktop).returningAll().executeTakeFirstOrThrow()
}

const selectDesktop = together(
  prepared((db, by: { workspaceId: string; id: string }) =>
    db
      .selectFrom('desktops')
      .selectAll()
      .where('id', '=', by.id)
      .where('workspace_id', '=', by.workspaceId)
      .where('status', '!=', 'destroyed'),
  ),
  manyDesktops,
)

/** A desktop of the workspace; a removed one is not found. */
export async function findDesktop(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<DesktopRow | undefined> {
  const [desktop] = await selectDesktop(db, { workspaceId, id })
  return desktop
}

export async function findDesktopByCredential(
  db: Db,
  hash: string,
): Promise<DesktopRow | undefined> {
  return await db
    .selectFrom('desktops')
    .selectAll()
    .where('credential_hash', '=', hash)
    .executeTakeFirst()
}

const selectAnywhere = prepared((db, by: { id: string }) =>
  db.selectFrom('desktops').selectAll().where('id', '=', by.id).where('status', '!=', 'destroyed'),
)

/** A desktop of whatever workspace; a removed one is not found. */
export async function findDesktopAnywhere(db: Db, id: string): Promise<DesktopRow | undefined> {
  const [desktop] = await selectAnywhere(db, { id })
  return desktop
}

/** The local desktops, one for each server that is a desktop itself. */
export async function listLocalDesktops(db: Db): Promise<DesktopRow[]> {
  return await db
    .selectFrom('desktops')
    .selectAll()
    .where('local', '=', 1)
    .where('status', '!=', 'destroyed')
    .execute()
}

const selectDesktops = prepared(
  (db, by: { workspaceId: string; among: string | undefined }, filter) => {
    const desktops = db
      .selectFrom('desktops')
      .selectAll()
      .where('workspace_id', '=', by.workspaceId)
      .where('status', '!=', 'destroyed')
      .orderBy('id')
    return filter === '' ? desktops : desktops.where(amongThose(unindexed('id'), by.among!))
  },
)

/** Oldest first. `among`: only these. */
export async function listDesktops(
  db: Db,
  workspaceId: string,
  among?: readonly string[],
): Promise<DesktopRow[]> {
  const filter = { among: inJson(among) }
  return await selectDesktops(db, { workspaceId, ...filter }, variantOf(filter))
}

const selectLabels = prepared((db, by: { workspaceId: string }) =>
  db.selectFrom('desktops').select(['id', 'labels']).where('workspace_id', '=', by.workspaceId),
)

/** The labels of all desktops, also of removed ones: their tasks are still there. */
export async function listLabels(
  db: Db,
  workspaceId: string,
): Promise<Pick<DesktopRow, 'id' | 'labels'>[]> {
  return await selectLabels(db, { workspaceId })
}

/** The desktops of the workspace among `ids`, by id. */
export async function findDesktops(
  db: Db,
  workspaceId: string,
  ids: Iterable<string>,
): Promise<Map<string, DesktopRow>> {
  const found = await withEach(db, [...ids], (id) => findDesktop(db, workspaceId, id))
  return new Map(found.filter((desktop) => desktop !== undefined).map((each) => [each.id, each]))
}

/** Finds desktops by id, also removed ones. */
export async function findAnyDesktops(db: Db, ids: string[]): Promise<DesktopRow[]> {
  return await db
    .selectFrom('desktops')
    .selectAll()
    .where(oneOf(sql.ref('id'), ids))
    .execute()
}

export async function updateDesktop(
  tx: Tx,
  id: string,
  changes: UpdateObject<Schema, 'desktops'>,
): Promise<DesktopRow | undefined> {
  return await tx
    .updateTable('desktops')
    .set(changes)
    .where('id', '=', id)
    .where('status', '!=', 'destroyed')
    .returningAll()
    .executeTakeFirst()
}

type Ids = SelectQueryBuilder<Schema, 'desktops', Pick<DesktopRow, 'id'>>

const SESSION = { sqlite: (rows: Ids) => rows, postgres: held<'desktops', Pick<DesktopRow, 'id'>> }

const selectSession = together(
  prepared((db, by: Pick<DesktopRow, 'id' | 'epoch'>) => {
    const session = db
      .selectFrom('desktops')
      .select('id')
      .where('id', '=', by.id)
      .where('epoch', '=', by.epoch)
    return SESSION[engineOf(db)](session)
  }),
  holdSessions,
)

/** Whether this is still the desktop's connection; if so no other one begins before the commit. */
export async function holdSession(
  tx: Tx,
  { id, epoch }: Pick<DesktopRow, 'id' | 'epoch'>,
): Promise<boolean> {
  return (await selectSession(tx, { id, epoch })).length > 0
}

/** What a connection has to know about its desktop. */
export type Standing = Pick<DesktopRow, 'id' | 'status' | 'connected' | 'epoch'> & {
  /** The revision of the agent's set-up; null: there is none. */
  revision: string | null
}

export async function listStandings(db: Db, ids: string[]): Promise<Standing[]> {
  return await db
    .selectFrom('desktops')
    .leftJoin('agent_setups', 'agent_setups.desktop_id', 'desktops.id')
    .select(['id', 'status', 'connected', 'epoch', 'agent_setups.revision'])
    .where(oneOf(sql.ref('id'), ids))
    .execute()
}

/** Compare-and-set of the status: undefined when it is no longer one of `from`. */
export async function moveDesktop(
  tx: Tx,
  id: string,
  from: DesktopStatus[],
  changes: Updateable<Schema['desktops']> & { status: DesktopStatus },
): Promise<DesktopRow | undefined> {
  return await tx
    .updateTable('desktops')
    .set(changes)
    .where('id', '=', id)
    .where('status', 'in', from)
    .returningAll()
    .executeTakeFirst()
}

/** Marks a silent desktop as in error; undefined if it was heard of meanwhile. */
export async function failSilent(
  tx: Tx,
  { id, last_seen_at }: SeenDesktop,
): Promise<DesktopRow | undefined> {
  return await tx
    .updateTable('desktops')
    .set({ status: 'error', connected: 0 })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .where('last_seen_at', 'is not distinct from', last_seen_at)
    .returningAll()
    .executeTakeFirst()
}

/** Binds the credential to the first runner that uses it; false if it belongs to another. */
export async function bindInstance(tx: Tx, id: string, instanceId: string): Promise<boolean> {
  const row = await tx
    .updateTable('desktops')
    .set({ instance_id: instanceId })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('instance_id', 'is', null), eb('instance_id', '=', instanceId)]))
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Uses up the challenge made at `at`, and all earlier ones; false if it was used up before. */
export async function useChallenge(tx: Tx, id: string, at: number): Promise<boolean> {
  const row = await tx
    .updateTable('desktops')
    .set({ challenged_at: at })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('challenged_at', 'is', null), eb('challenged_at', '<', at)]))
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

const incrementDispatch = together(
  prepared((db, by: { workspaceId: string; id: string }) =>
    db
      .updateTable('desktops')
      .set((eb) => ({ last_dispatch: eb('last_dispatch', '+', 1) }))
      .where('id', '=', by.id)
      .where('workspace_id', '=', by.workspaceId)
      .returning('last_dispatch'),
  ),
  takeDispatches,
)

/** The number of the desktop's next run; undefined: it is no longer one of the workspace. */
export async function nextDispatch(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<number | undefined> {
  const [row] = await incrementDispatch(tx, { workspaceId, id })
  return row?.last_dispatch
}

/** The desktop's next runs get numbers above `least`. */
export async function raiseDispatch(tx: Tx, id: string, least: number): Promise<void> {
  await tx
    .updateTable('desktops')
    .set({ last_dispatch: least })
    .where('id', '=', id)
    .where('last_dispatch', '<', least)
    .execute()
}

/** A desktop that has connected before, and when it was last heard of. */
export type SeenDesktop = Pick<
  DesktopRow,
  'id' | 'workspace_id' | 'name' | 'status' | 'connected' | 'last_seen_at'
>

const selectSeen = prepared((db, by: { id?: string }, variant) => {
  const query = db
    .selectFrom('desktops')
    .select(['id', 'workspace_id', 'name', 'status', 'connected', 'last_seen_at'])
    .where('status', 'in', ['running', 'stopped', 'error'])
  return variant === 'id' ? query.where('id', '=', by.id!) : query
})

export async function listSeen(db: Db): Promise<SeenDesktop[]> {
  return await selectSeen(db, {})
}

export async function findSeen(db: Db, id: string): Promise<SeenDesktop | undefined> {
  const [desktop] = await selectSeen(db, { id }, 'id')
  return desktop
}

/** When any desktop was last heard of. */
export async function latestSeen(db: Db): Promise<number | null> {
  const { latest } = await db
    .selectFrom('desktops')
    .select((each) => each.fn.max('last_seen_at').as('latest'))
    .executeTakeFirstOrThrow()
  return latest
}

const selectUpgradable = prepared((db, _: object) =>
  db
    .selectFrom('desktops')
    .selectAll()
    .where('upgrade', 'is not', null)
    .where('status', '!=', 'destroyed')
    .orderBy('id'),
)

/** The desktops whose runner is older than the server, oldest desktop first. */
export async function listUpgradable(db: Db): Promise<DesktopRow[]> {
  return await selectUpgradable(db, {})
}

/** How many desktops the workspace has. */
export async function countDesktops(db: Db, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom('desktops')
    .select((each) => each.fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('status', '!=', 'destroyed')
    .executeTakeFirstOrThrow()
  return count
}

/**
 * Whether a task ends when its desktop is removed: it runs there, or belongs to the desktop's workspace. What
 * waits in a workspace that the desktop has left isn't told of it.
 */
const endsWithDesktop = sql<SqlBool>`(tasks.status = 'running' or tasks.workspace_id = desktops.workspace_id)`

/** A removed desktop with tasks that have to end. */
export async function findRemovedInWork(
  db: Db,
): Promise<Pick<DesktopRow, 'id' | 'workspace_id'> | undefined> {
  return await db
    .selectFrom('desktops')
    .select(['id', 'workspace_id'])
    .where('status', '=', 'destroyed')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('tasks')
          .select('tasks.id')
          .whereRef('tasks.desktop_id', '=', 'desktops.id')
          .where(shownInLists)
          .where('tasks.status', 'in', ['pending', 'running'])
          .where(endsWithDesktop),
      ),
    )
    .limit(1)
    .executeTakeFirst()
}

/** How many desktops there are of each status, in all workspaces. */
export async function countByState(db: Db) {
  return await db
    .selectFrom('desktops')
    .select(['status', db.fn.countAll<number>().as('count')])
    .where('status', '!=', 'destroyed')
    .groupBy('status')
    .execute()
}

/** At start: nobody is connected yet. */
export async function disconnectAll(tx: Tx): Promise<void> {
  await tx.updateTable('desktops').set({ connected: 0 }).where('connected', '=', 1).execute()
}
