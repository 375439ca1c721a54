import * as desktops from '../../src/store/desktops.ts'
import { hold } from '../../src/store/locks.ts'
import * as metrics from '../../src/store/metrics.ts'
import * as runs from '../../src/store/runs.ts'
import type { Db, TaskRow, Tx } from '../../src/store/schema.ts'
import * as index from '../../src/store/search-index.ts'
import * as tasks from '../../src/store/tasks.ts'
import { readSettings } from '../../src/store/workspaces.ts'
import { FIRST_TRY } from '../../src/tasks/tries.ts'

/** Does the work with each of several things, in its own way. */
export type Way = <T, R>(
  tx: Db,
  things: readonly T[],
  work: (thing: T) => Promise<R>,
) => Promise<R[]>

const CONTENTS = ['true', 'say "{\\}"\0, \ud800', '', 'null']

const task = (id: string, content: string, desktop_id: string): TaskRow => ({
  ...{ id, content, desktop_id, workspace_id: 'w', type: 'command', status: 'pending' },
  ...{ requires_approval: 0, approvals_asked: null, approvals_needed: null, votes: null },
  ...{ owners: null, timeout_seconds: null, grace_seconds: 5, output_removed_at: null },
  ...{ created_at: 1, started_at: null, completed_at: null, cancel_requested_at: null },
  ...{ run_id: null, process_started_at: null, process_ended_at: null, review_started_at: null },
  ...{ exit_code: null, error_code: null, error_message: null, result: null, usage: null },
  ...{ feedback: null, ...FIRST_TRY, batch_id: null, user_id: 'user', from_task: null },
  ...{ created_by: null, started_by: null, chat: 0 },
})

/** The whole way of some tasks whose ids begin with `name`, in every query that may be asked for several. */
export async function throughAll(
  tx: Tx,
  name: string,
  on: string[],
  each: Way,
): Promise<unknown[]> {
  const rows = CONTENTS.map((content, i) => task(`${name}_${i}`, content, on[i % on.length]!))
  await tasks.insertTasks(tx, rows)
  const ids = [...rows.map(({ id }) => id), 'unknown']
  const found: unknown[] = []
  const note = (answers: unknown) => found.push(answers)
  const due = (await index.listDue(tx, 10)).filter(({ id }) => ids.includes(id)).reverse()
  const texts = [...due.entries()]
  note(await each(tx, due, (row) => index.holdUnchanged(tx, { ...row, result: null })))
  note(await each(tx, due, (row) => index.holdUnchanged(tx, { ...row, result: 'another' })))
  await each(tx, texts, ([i, { number }]) => index.addDocument(tx, number, 0, `text ${i} of it`))
  await each(tx, due, ({ id }) => index.setIndexed(tx, id, 1, false))
  await each(tx, due, ({ id }) => index.deleteDocuments(tx, id))
  await each(tx, texts, ([i, { number }]) => index.addDocument(tx, number, 0, `text ${i}`))
  await each(tx, due, ({ id }) => index.setIndexed(tx, id, 1, true))
  note((await index.listDue(tx, 10)).filter(({ id }) => ids.includes(id)))
  note(await each(tx, ids, (id) => tasks.findTask(tx, 'w', id)))
  note(await each(tx, ids, (id) => tasks.findTask(tx, 'another', id)))
  note(await desktops.findDesktops(tx, 'w', [...on, 'unknown']))
  note(await each(tx, ['w', 'w', 'w'], (id) => readSettings(tx, id)))
  const sessions = on.flatMap((id) => [
    { id, epoch: 0 },
    { id, epoch: 1 },
  ])
  note(await each(tx, sessions, (session) => desktops.holdSession(tx, session)))
  await each(tx, ids, (id) => hold(tx, 'task', id))
  const load = { at: 60_000, cpu: 1.5, memory: 2.5, disk: 3.5 }
  const points = on.map((desktop_id) => ({ desktop_id, ...load }))
  note(await each(tx, points.slice(1), (row) => metrics.insertDesktopMetrics(tx, row)))
  note(await each(tx, points, (row) => metrics.insertDesktopMetrics(tx, row)))
  const sums = { cores: 2, busy_cores: 0.5, memory_used: 1, memory_total: 2, disk_used: 3 }
  const minutes = [1, 2, 1].map((minute) => ({ workspace_id: 'w', at: 60_000 * minute, ...sums }))
  await each(tx, minutes, (row) => metrics.addFleetMetrics(tx, { ...row, disk_total: row.at }))
  note(await metrics.listFleetMetrics(tx, 'w', 0, 60_000))
  const given = await each(tx, rows, (row) => desktops.nextDispatch(tx, 'w', row.desktop_id))
  note(given)
  note(await each(tx, on, (id) => desktops.nextDispatch(tx, 'another', id)))
  const started = (row: TaskRow, i: number) =>
    tasks.compareAndSetTask(tx, i === 1 ? { ...row, status: 'running' } : row, {
      ...{ status: 'running', run_id: `run_${row.id}`, started_at: 2 + i, error_message: 'é\0' },
    })
  note(await each(tx, [...rows.entries()], ([i, row]) => started(row, i)))
  await each(tx, [...rows.entries()], ([i, row]) =>
    runs.insertRun(tx, {
      ...{ id: `run_${row.id}`, task_id: row.id, desktop_id: row.desktop_id, queued_at: null },
      ...{ dispatch: given[i]!, created_at: 3, with_key: 0 },
    }),
  )
  const ofRuns = rows.map((row) => ({ run: `run_${row.id}`, desktop: row.desktop_id }))
  note(await each(tx, ofRuns, ({ run, desktop }) => runs.findRun(tx, desktop, run)))
  note(await each(tx, ofRuns, ({ run }) => runs.findRun(tx, 'another', run)))
  note(await each(tx, on, (id) => runs.listUnended(tx, id, given[0]! - 1, 1)))
  note(await each(tx, [0, 1, 2], (less) => runs.countUnended(tx, on[0]!, given[2]! - less)))
  await each(tx, ofRuns.slice(1), ({ run }) => runs.setRunStartedAndEnded(tx, run, 4, 5))
  note(await each(tx, ofRuns, ({ run, desktop }) => runs.findRun(tx, desktop, run)))
  return found
}
