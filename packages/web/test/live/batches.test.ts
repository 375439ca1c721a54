import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownIds } from '../../src/board/shown-ids.ts'
import { placeOf } from '../../src/live/batches.ts'
import { fold } from '../../src/live/fold.ts'
import type { Live } from '../../src/live/live.ts'
import type { Message } from '../../src/live/messages.ts'
import { liveWith, moved, task, taskId } from './board.ts'

const NONE = { pending: 0, running: 0, review: 0, done: 0, failed: 0, cancelled: 0 }
const B = 'batch_1'
const of = { batchId: B }
const countsIn = (live: Live) => live.batches.get(B)?.counts

/** The event that a task of the batch has moved. */
function movedIn(...[id, number, from, status]: Parameters<typeof moved>): Message {
  const message = moved(id, number, from, status)
  return {
    ...message,
    event: { ...message.event, payload: { ...message.event.payload, ...of } },
  } as Message
}

/** Two of a batch that run and one that is done, beside one alone. */
const begun = () =>
  liveWith(
    [task(1, 'done', of), task(2, 'running', of), task(3, 'running'), task(4, 'running', of)],
    {},
    10,
    [{ id: B, counts: { ...NONE, running: 2, done: 1 } }],
  )

test('a batch lies where it matters most: who is needed, what goes on, what went wrong', () => {
  const rows: [Partial<typeof NONE>, string | undefined][] = [
    [{ review: 1, running: 5, failed: 3 }, 'review'],
    [{ running: 1, pending: 5, failed: 3 }, 'running'],
    [{ pending: 5, done: 3 }, 'pending'],
    [{ failed: 1, done: 9 }, 'failed'],
    [{ done: 9, cancelled: 1 }, 'done'],
    [{ cancelled: 1 }, 'cancelled'],
    [{}, undefined],
  ]
  for (const [counts, place] of rows) assert.equal(placeOf({ ...NONE, ...counts }), place)
})

test('one card stands for a batch, in one column; a filter shows each of its tasks', () => {
  const live = begun()
  assert.deepEqual(shownIds('running', live, null), { ids: [B, taskId(3)], queued: 0 })
  assert.deepEqual(shownIds('done', live, null).ids, [])
  assert.deepEqual(shownIds('done', live, () => true).ids, [taskId(1)])
})

test('of a batch of which some run and some are queued the card lies with what runs', () => {
  const queued = { ...of, waiting: 'queued', startedAt: new Date(0).toISOString() } as const
  const live = liveWith(
    [
      task(1, 'running', of),
      task(2, 'running', queued),
      task(3, 'running', { ...queued, batchId: null }),
    ],
    {},
    10,
    [{ id: B, counts: { ...NONE, running: 2 } }],
  )
  assert.deepEqual(shownIds('running', live, null), { ids: [B, taskId(3)], queued: 1 })
})

test('its counts follow the events: made, moved, deleted; what is older than known counts once', () => {
  const created = [1, 2].map((number) => movedIn(10 + number, number, null, 'pending'))
  let live = fold(liveWith([]), created)
  assert.deepEqual(countsIn(live), { ...NONE, pending: 2 })
  live = fold(live, [movedIn(12, 2, null, 'pending'), movedIn(13, 2, 'pending', 'running')])
  assert.deepEqual(countsIn(live), { ...NONE, pending: 1, running: 1 })
  live = fold(live, [movedIn(14, 2, 'running', 'failed')])
  assert.deepEqual(countsIn(live), { ...NONE, pending: 1, failed: 1 })
})

test('what is done here shows at once, and once: the event that follows changes nothing', () => {
  const live = fold(begun(), [
    { type: 'intend', id: taskId(2), intent: 'cancelled' },
    { type: 'answered', id: taskId(2), at: 0 },
  ])
  assert.deepEqual(countsIn(live), { ...NONE, running: 1, done: 1, cancelled: 1 })
  const told = fold(live, [movedIn(11, 2, 'running', 'cancelled')])
  assert.deepEqual(countsIn(told), countsIn(live))
})

test('a batch that comes with a later page is as it was told, and all that has happened since', () => {
  const live = liveWith([task(1, 'done', of), task(2, 'running', of)])
  assert.equal(countsIn(live), undefined)
  const after = fold(live, [
    movedIn(11, 2, 'running', 'failed'),
    { type: 'batches', cursor: 10, batches: [{ id: B, counts: { ...NONE, running: 1, done: 1 } }] },
  ])
  assert.deepEqual(countsIn(after), { ...NONE, failed: 1, done: 1 })
})
