import { sql } from 'kysely'
import { prepared, variantOf } from './prepared.ts'
import type { Db, TaskRow, Tx } from './schema.ts'
import { AS_DELETED } from './tasks.ts'

/** Written exactly as in the partial indexes of chats, or SQLite wouldn't use them. */
const inChat = sql<boolean>`tasks.chat = 1`
const underWay = sql<boolean>`tasks.completed_at is null`

const selectMessage = prepared((db, by: { desktopId: string; id: string }) =>
  db
    .selectFrom('tasks')
    .selectAll()
    .where('id', '=', by.id)
    .where('desktop_id', '=', by.desktopId)
    .where(inChat),
)

export async function findMessage(
  db: Db,
  desktopId: string,
  id: string,
): Promise<TaskRow | undefined> {
  const [message] = await selectMessage(db, { desktopId, id })
  return message
}

interface Page {
  desktopId: string
  /** Only messages older than this id. */
  before?: string | undefined
  limit: number
}

const selectMessages = prepared((db, by: Page, variant) => {
  const query = db
    .selectFrom('tasks')
    .selectAll()
    .where('desktop_id', '=', by.desktopId)
    .where(inChat)
    .orderBy('id', 'desc')
    .limit(by.limit)
  return variant === 'before' ? query.where('id', '<', by.before!) : query
})

/** The newest messages of the desktop's conversation, or those before one; newest first. */
export async function listMessages(db: Db, page: Page): Promise<TaskRow[]> {
  return await selectMessages(db, page, variantOf({ before: page.before }))
}

const selectFirst = prepared((db, by: { desktopId: string }) =>
  db
    .selectFrom('tasks')
    .select('id')
    .where('desktop_id', '=', by.desktopId)
    .where(inChat)
    .orderBy('id')
    .limit(1),
)

/** The id of the message with which the desktop's conversation begins. */
export async function firstMessageId(db: Db, desktopId: string): Promise<string | undefined> {
  const [first] = await selectFirst(db, { desktopId })
  return first?.id
}

const selectUnderWay = prepared((db, by: { desktopId: string }) =>
  db
    .selectFrom('tasks')
    .select(['id', 'status'])
    .where('desktop_id', '=', by.desktopId)
    .where(inChat)
    .where(underWay)
    .orderBy('id'),
)

/** The messages that have no answer yet, oldest first. */
export async function listUnanswered(
  db: Db,
  desktopId: string,
): Promise<Pick<TaskRow, 'id' | 'status'>[]> {
  return await selectUnderWay(db, { desktopId })
}

const selectOpenTurns = prepared((db, by: { workspaceId: string }) =>
  db
    .selectFrom('tasks')
    .selectAll()
    .where('workspace_id', '=', by.workspaceId)
    .where(inChat)
    .where(underWay),
)

const selectEndedTurns = prepared((db, by: { workspaceId: string; since: number }) =>
  db
    .selectFrom('tasks')
    .selectAll()
    .where('workspace_id', '=', by.workspaceId)
    .where('completed_at', '>=', by.since)
    .where(sql<boolean>`tasks.completed_at is not null`)
    .where(inChat),
)

/** The messages of the workspace's chats that have no answer yet, or have had one since. */
export async function listRecentTurns(
  db: Db,
  workspaceId: string,
  since: number,
): Promise<TaskRow[]> {
  const open = await selectOpenTurns(db, { workspaceId })
  return [...open, ...(await selectEndedTurns(db, { workspaceId, since }))]
}

const selectStalled = prepared((db, _: object) =>
  db
    .selectFrom('tasks')
    // A desktop is of one workspace; grouped by both, they would have to be sorted.
    .select(({ fn }) => ['desktop_id', fn.min('workspace_id').as('workspace_id')])
    .where(inChat)
    .where(underWay)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('desktops')
          .select('desktops.id')
          .whereRef('desktops.id', '=', 'tasks.desktop_id')
          .where('desktops.status', '=', 'running')
          .where('desktops.agent_ready', '=', 1),
      ),
    )
    .groupBy('desktop_id')
    .having(sql<boolean>`max(case when tasks.status = 'running' then 1 else 0 end) = 0`),
)

/** The desktops with waiting messages, none of which has a run. */
export async function listStalledChats(
  db: Db,
): Promise<Pick<TaskRow, 'desktop_id' | 'workspace_id'>[]> {
  return await selectStalled(db, {})
}

/** Marks the messages as deleted. The output of their runs is removed bit by bit. */
export async function deleteMessages(tx: Tx, desktopId: string): Promise<void> {
  await tx
    .updateTable('tasks')
    .set(AS_DELETED)
    .where('desktop_id', '=', desktopId)
    .where(inChat)
    .execute()
}
