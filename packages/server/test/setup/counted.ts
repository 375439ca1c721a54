import assert from 'node:assert/strict'
import { TASK_STATUSES, type TaskStatus } from '@mission-control/protocol'
import { deleteMessages } from '../../src/store/chat.ts'
import { deleteSomeOfDeleted } from '../../src/store/deleted.ts'
import type { Db, TaskRow, Tx } from '../../src/store/schema.ts'
import type { Store } from '../../src/store/store.ts'
import { Place } from '../../src/store/tables/tasks.ts'
import { countByStatus } from '../../src/store/task-counts.ts'
import { compareAndSetTask, deleteTask, insertTasks } from '../../src/store/tasks.ts'
import { insertWorkspace } from '../../src/store/workspaces.ts'
import { keepCounts } from '../../src/tasks/keep-counts.ts'

const WORKSPACES = ['one', 'two'] as const
const SEED = 20_261_127

/** Numbers that seem random, the same in every run. */
function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

async function seed(store: Store): Promise<void> {
  await store.write(async (tx) => {
    for (const id of WORKSPACES) await insertWorkspace(tx, { id, name: id, at: 0 })
    const desktop = { name: 'n', labels: '[]', status: 'running', local: 0, created_at: 0 } as const
    for (const id of WORKSPACES) {
      const own = { id, workspace_id: id, credential_hash: id }
      await tx
        .insertInto('desktops')
        .values({ ...desktop, ...own })
        .execute()
    }
  })
}

/** What may happen to tasks, each as the store does it. */
function happenings(roll: (sides: number) => number) {
  let made = 0
  const one = <T>(all: readonly T[]) => all[roll(all.length)]!
  const task = (id: string) =>
    ({
      ...{ id: `task_${made++}`, workspace_id: id, desktop_id: one(WORKSPACES), type: 'command' },
      ...{ content: 'true', status: one(TASK_STATUSES), requires_approval: 0, created_at: made },
      ...{ grace_seconds: 5, attempt: 1, chat: one([Place.LISTED, Place.LISTED, Place.CHAT]) },
      ...{ timeout_seconds: null, rerun_of: null, first_try: null, batch_id: null, user_id: null },
      ...{ from_task: null, created_by: null, approvals_asked: null, owners: null },
    }) as unknown as TaskRow
  const someTask = async (tx: Tx) => {
    const tasks = await tx.selectFrom('tasks').selectAll().orderBy('id').execute()
    return tasks.length > 0 ? one(tasks) : undefined
  }
  return [
    (tx: Tx) =>
      insertTasks(
        tx,
        Array.from({ length: 1 + roll(5) }, () => task(one(WORKSPACES))),
      ),
    async (tx: Tx) => {
      const seen = await someTask(tx)
      if (seen) await compareAndSetTask(tx, seen, { status: one(TASK_STATUSES) })
    },
    async (tx: Tx) => {
      const seen = await someTask(tx)
      if (seen) await deleteTask(tx, seen.id)
    },
    (tx: Tx) => deleteMessages(tx, one(WORKSPACES)),
    (tx: Tx) => deleteSomeOfDeleted(tx),
    // Nothing does that yet.
    async (tx: Tx) => {
      const seen = await someTask(tx)
      const elsewhere = { workspace_id: one(WORKSPACES), chat: one(Object.values(Place)) }
      if (seen) await tx.updateTable('tasks').set(elsewhere).where('id', '=', seen.id).execute()
    },
  ]
}

async function counted(db: Db, workspaceId: string) {
  return await db
    .selectFrom('tasks')
    .select(['status', db.fn.countAll<number>().as('count')])
    .where('workspace_id', '=', workspaceId)
    .where('chat', '=', Place.LISTED)
    .groupBy('status')
    .execute()
}

const byStatus = (rows: { status: TaskStatus; count: number }[]) =>
  Object.fromEntries(rows.filter(({ count }) => count !== 0).map((row) => [row.status, row.count]))

/** Fails unless what the store keeps as counts is what is there, at one moment. */
export async function countsAreRight(store: Store, workspaces: readonly string[], when: string) {
  await store.snapshot(async (db) => {
    for (const id of workspaces) {
      const kept = byStatus(await countByStatus(db, id))
      assert.deepEqual(kept, byStatus(await counted(db, id)), `workspace ${id}, ${when}`)
    }
  })
}

/** Writes at random, together and undone, over all the stores of one database: the counts stay right. */
export async function countsHold(...stores: [Store, ...Store[]]): Promise<void> {
  const roll = dice(SEED)
  const all = happenings(roll)
  await seed(stores[0])
  let right = 0
  for (let round = 0; round < 25; round++) {
    const writes = Array.from({ length: 6 }, (_, i) => {
      const isUndone = roll(5) === 0
      const happens = all[roll(all.length)]!
      return stores[i % stores.length]!.write(async (tx) => {
        await happens(tx)
        if (isUndone) throw new Error('changed its mind')
      })
    })
    const adding = keepCounts({ store: stores[round % stores.length]! }, 1_000)
    const ends = await Promise.allSettled(writes)
    await adding
    for (const end of ends) {
      if (end.status === 'rejected') assert.match(`${end.reason}`, /changed its mind/)
    }
    await countsAreRight(stores[0], WORKSPACES, `round ${round}`)
    right += Object.keys(byStatus(await countByStatus(stores[0].db, 'one'))).length
  }
  assert.ok(right > 25, 'most statuses had tasks')
}
