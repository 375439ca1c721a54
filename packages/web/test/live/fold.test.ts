import assert from 'node:assert/strict'
import test from 'node:test'
import type { TaskStatus } from '@mission-control/protocol'
import { fold } from '../../src/live/fold.ts'
import { COLUMNS, type Live, waitingForYou } from '../../src/live/live.ts'
import { AT, liveWith, moved, task, taskId } from './board.ts'

/** The columns as they are shown: numbers of the tasks. */
function shown(live: Live): Partial<Record<TaskStatus, number[]>> {
  const columns = COLUMNS.map((status) => [
    status,
    live.columns[status].ids.map((id) => Number(id.slice(5))),
  ])
  return Object.fromEntries(columns.filter(([, ids]) => ids!.length > 0))
}

function counts(live: Live): Partial<Record<TaskStatus, number>> {
  const { tasks } = live.overview
  return Object.fromEntries(Object.entries(tasks).filter(([, count]) => count > 0))
}

test('a snapshot puts every task in the column of its status, newest first', () => {
  const live = liveWith([task(1, 'pending'), task(3, 'pending'), task(2, 'done')])
  assert.deepEqual(shown(live), { pending: [3, 1], done: [2] })
  assert.equal(live.cursor, 10)
})

test('a second snapshot replaces what was known, also what is gone since', () => {
  const before = liveWith([task(1, 'pending'), task(2, 'done')])
  const after = liveWith([task(2, 'done')], {}, 20)
  const live = fold(before, [
    {
      type: 'snapshot',
      cursor: 20,
      board: {
        overview: after.overview,
        settings: after.settings,
        columns: {
          pending: [],
          running: [],
          review: [],
          done: [task(2, 'done')],
          failed: [],
          cancelled: [],
        },
        batches: [],
        approvals: [],
        permissions: [],
        desktops: [],
        activity: [],
      },
    },
  ])
  assert.deepEqual(shown(live), { done: [2] })
  assert.equal(live.cards.size, 1)
})

test('events move cards and counts, each once', () => {
  const live = fold(liveWith([task(1, 'pending')]), [
    moved(11, 1, 'pending', 'running'),
    moved(12, 2, null, 'pending'),
    moved(13, 1, 'running', 'review'),
    moved(13, 1, 'running', 'review'),
    moved(11, 1, 'pending', 'running'),
  ])
  assert.deepEqual(shown(live), { pending: [2], review: [1] })
  assert.deepEqual(counts(live), { pending: 1, review: 1 })
  assert.equal(live.cursor, 13)
  assert.deepEqual(
    live.activity.map(({ id }) => id),
    [13, 12, 11],
  )
})

test('events that the snapshot holds already change nothing', () => {
  const before = liveWith([task(1, 'done')])
  assert.equal(fold(before, [moved(9, 1, 'pending', 'running')]), before)
})

test('a deleted task goes from its column and its count', () => {
  const gone = moved(11, 1, 'done', 'done')
  const live = fold(liveWith([task(1, 'done')]), [
    { ...gone, event: { ...gone.event, type: 'task.deleted' } as typeof gone.event },
  ])
  assert.deepEqual(shown(live), {})
  assert.deepEqual(counts(live), {})
})

test('a burst of events keeps the state that it began with untouched', () => {
  const before = liveWith([task(1, 'pending')])
  const copy = structuredClone(before)
  fold(before, [moved(11, 1, 'pending', 'running'), moved(12, 2, null, 'pending')])
  assert.deepEqual(before, copy)
})

test('a page adds older cards below, and news since it was read wins', () => {
  const before = liveWith([task(9, 'done')], { done: 3 })
  assert.equal(before.columns.done.complete, false)
  const live = fold(before, [
    moved(11, 5, 'pending', 'running'),
    {
      type: 'page',
      status: 'done',
      tasks: [task(8, 'done'), task(5, 'done')],
      cursor: 10,
      complete: true,
    },
  ])
  assert.deepEqual(shown(live), { running: [5], done: [9, 8] })
  assert.equal(live.columns.done.complete, true)
})

test('a page that is older than what is remembered is left out, to be asked for again', () => {
  let live = liveWith([task(900, 'done')], { done: 2 })
  for (let id = 11; id < 400; id++) live = fold(live, [moved(id, id + 1_000, null, 'pending')])
  const after = fold(live, [
    { type: 'page', status: 'done', tasks: [task(5, 'done')], cursor: 12, complete: true },
  ])
  assert.equal(after, live)
  const fresh = { status: 'done' as const, tasks: [task(5, 'done')], cursor: 390, complete: true }
  assert.deepEqual(shown(fold(live, [{ type: 'page', ...fresh }])).done, [900, 5])
})

test('a card older than what is loaded waits for its page', () => {
  const before = liveWith([task(9, 'done')], { done: 3 })
  const live = fold(before, [moved(11, 5, 'running', 'done')])
  assert.deepEqual(shown(live), { done: [9] })
  assert.deepEqual(counts(live), { done: 4 })
  assert.equal(live.cards.size, 1)
})

test('a column keeps to its size however many come', () => {
  let live = liveWith([task(1, 'done')], { done: 1 })
  for (let number = 2; number < 2_000; number++) {
    live = fold(live, [moved(9 + number, number, 'running', 'done')])
  }
  assert.ok(live.columns.done.ids.length <= 400, `${live.columns.done.ids.length} cards`)
  assert.equal(live.cards.size, live.columns.done.ids.length)
  assert.equal(live.columns.done.complete, false)
  assert.equal(live.overview.tasks.done, 1_999)
  assert.equal(live.columns.done.ids[0], taskId(1_999))
})

test('what is being sent has not happened; what the server has answered has', () => {
  const sent = fold(liveWith([task(1, 'review')]), [
    { type: 'intend', id: taskId(1), intent: 'done' },
  ])
  assert.deepEqual([shown(sent), counts(sent)], [{ review: [1] }, { review: 1 }])
  assert.equal(sent.cards.get(taskId(1))?.sending, 'done')
  const refused = fold(sent, [{ type: 'withdraw', id: taskId(1) }])
  assert.equal(refused.cards.get(taskId(1))?.sending, undefined)
  const done = fold(sent, [{ type: 'answered', id: taskId(1), at: AT }])
  assert.deepEqual([shown(done), counts(done)], [{ done: [1] }, { done: 1 }])
})

test('an answer that its own event has overtaken changes nothing', () => {
  const live = fold(liveWith([task(1, 'review')]), [
    { type: 'intend', id: taskId(1), intent: 'done' },
    moved(11, 1, 'review', 'done'),
    { type: 'answered', id: taskId(1), at: AT },
  ])
  assert.deepEqual([shown(live), counts(live)], [{ done: [1] }, { done: 1 }])
  const { before, sending } = live.cards.get(taskId(1))!
  assert.deepEqual([before, sending], [undefined, undefined])
})

test('an answer shows before its event, which confirms it without counting twice', () => {
  const intended = fold(liveWith([task(1, 'review')]), [
    { type: 'intend', id: taskId(1), intent: 'done' },
    { type: 'answered', id: taskId(1), at: AT },
  ])
  assert.deepEqual(shown(intended), { done: [1] })
  assert.deepEqual(counts(intended), { done: 1 })
  const confirmed = fold(intended, [moved(11, 1, 'review', 'done')])
  assert.deepEqual(shown(confirmed), { done: [1] })
  assert.deepEqual(counts(confirmed), { done: 1 })
  assert.equal(confirmed.cards.get(taskId(1))?.before, undefined)
})

test('an intention that is refused is taken back', () => {
  const before = liveWith([task(1, 'review'), task(2, 'done')])
  for (const intent of ['done', 'deleted'] as const) {
    const after = fold(before, [
      { type: 'intend', id: taskId(1), intent },
      { type: 'answered', id: taskId(1), at: AT },
      { type: 'withdraw', id: taskId(1) },
    ])
    assert.deepEqual(shown(after), shown(before))
    assert.deepEqual(counts(after), counts(before))
  }
})

test('a refusal after the truth has come changes nothing', () => {
  const live = fold(liveWith([task(1, 'pending')]), [
    { type: 'intend', id: taskId(1), intent: 'running' },
    { type: 'answered', id: taskId(1), at: AT },
    moved(11, 1, 'pending', 'cancelled'),
    { type: 'withdraw', id: taskId(1) },
  ])
  assert.deepEqual(shown(live), { cancelled: [1] })
  assert.deepEqual(counts(live), { cancelled: 1 })
})

test('a task that is being deleted is in no column, and comes back when that is refused', () => {
  const deleting = fold(liveWith([task(1, 'done')]), [
    { type: 'intend', id: taskId(1), intent: 'deleted' },
    { type: 'answered', id: taskId(1), at: AT },
  ])
  assert.deepEqual(shown(deleting), {})
  assert.deepEqual(counts(deleting), {})
})

test('the last line that comes with live output shows on their cards, however late or early', () => {
  const output = (number: number, tail?: string | null) => ({
    type: 'live' as const,
    at: AT,
    event: {
      type: 'task.output' as const,
      payload: {
        taskId: taskId(number),
        desktopId: 'd',
        seq: 1,
        stream: 'stdout' as const,
        data: 'not looked at\n',
        ...(tail !== undefined && { tail }),
      },
    },
  })
  const waiting = { waiting: 'queued' as const }
  const live = fold(
    liveWith([
      task(1, 'running', waiting),
      task(2, 'done'),
      task(3, 'pending'),
      task(4, 'running', { tail: 'before' }),
    ]),
    [
      output(1, 'two'),
      output(1),
      output(2, 'late'),
      output(3, 'early'),
      output(4, null),
      output(9, ''),
    ],
  )
  const tails = [1, 2, 3, 4].map((number) => live.cards.get(taskId(number))?.tail)
  assert.deepEqual(tails, ['two', 'late', 'early', null])
  assert.equal(live.cards.get(taskId(1))?.waiting, null)
  assert.equal(live.cards.has(taskId(9)), false)
})

test('last lines that are asked for give way to those that have come since', () => {
  const cards = [task(1, 'running', { tail: 'old' }), task(2, 'running', { tail: 'old' })]
  const about = { desktopId: 'd', seq: 1, stream: 'stdout' as const, data: '' }
  const payload = { taskId: taskId(1), ...about, tail: 'newest' }
  const live = fold(liveWith(cards), [
    { type: 'live', at: AT + 1, event: { type: 'task.output', payload } },
    {
      type: 'tails',
      askedAt: AT,
      tasks: [1, 2, 3].map((number) => task(number, 'running', { tail: 'newer' })),
    },
  ])
  assert.equal(live.cards.get(taskId(1))?.tail, 'newest')
  assert.equal(live.cards.get(taskId(2))?.tail, 'newer')
  assert.equal(live.cards.has(taskId(3)), false)
})

test('a running task that is being cancelled stays where it is, and says so', () => {
  const before = liveWith([task(1, 'running')])
  const live = fold(before, [
    { type: 'intend', id: taskId(1), intent: 'cancelling' },
    { type: 'answered', id: taskId(1), at: AT },
  ])
  assert.deepEqual(shown(live), { running: [1] })
  assert.deepEqual(counts(live), { running: 1 })
  assert.ok(live.cards.get(taskId(1))?.cancelRequestedAt)
  const refused = fold(live, [{ type: 'withdraw', id: taskId(1) }])
  assert.equal(refused.cards.get(taskId(1))?.cancelRequestedAt, null)
})

test('figures that are newer than the events are not counted into again', () => {
  const before = liveWith([task(1, 'pending')])
  const tasks = { ...before.overview.tasks, pending: 0, running: 1 }
  const live = fold(before, [
    { type: 'overview', cursor: 11, overview: { ...before.overview, tasks } },
    moved(11, 1, 'pending', 'running'),
  ])
  assert.deepEqual(counts(live), { running: 1 })
  assert.deepEqual(shown(live), { running: [1] })
  assert.deepEqual(counts(fold(live, [moved(12, 1, 'running', 'done')])), { done: 1 })
})

test('figures that are older than the events keep their counts out', () => {
  const before = fold(liveWith([task(1, 'pending')]), [moved(11, 1, 'pending', 'running')])
  const stale = { ...before.overview, tasks: { ...before.overview.tasks, pending: 7 } }
  const live = fold(before, [
    { type: 'overview', cursor: 10, overview: { ...stale, throughput24h: 4 } },
  ])
  assert.deepEqual(counts(live), { running: 1 })
  assert.equal(live.overview.throughput24h, 4)
})

test('an agent that asks counts as waiting for you until it is answered, also where no card shows it', () => {
  const event = (id: number, type: 'approval.created' | 'approval.resolved', number: number) => ({
    type: 'event' as const,
    id,
    at: AT,
    event: {
      type,
      payload: {
        approvalId: `approval_${number}`,
        taskId: taskId(number),
        desktopId: 'd',
        kind: 'permission' as const,
        status: type === 'approval.created' ? ('pending' as const) : ('expired' as const),
        createdAt: new Date(AT).toISOString(),
        waiting: type === 'approval.created' ? ('permission' as const) : null,
      },
    },
  })
  const live = fold(liveWith([task(1, 'running'), task(2, 'review')]), [
    event(11, 'approval.created', 1),
    event(12, 'approval.created', 9),
  ])
  assert.deepEqual([...live.permissions.values()], [taskId(1), taskId(9)])
  assert.equal(live.cards.get(taskId(1))?.waiting, 'permission')
  assert.equal(waitingForYou(live), 3)
  const answered = fold(live, [event(13, 'approval.resolved', 1)])
  assert.equal(answered.cards.get(taskId(1))?.waiting, null)
  assert.equal(waitingForYou(answered), 2)
})
