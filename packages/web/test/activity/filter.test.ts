import assert from 'node:assert/strict'
import test from 'node:test'
import type { ActivityEntry } from '@mission-control/protocol'
import { type ActivityFilter, NO_FILTER, selectEntries } from '../../src/activity/filter.ts'
import { activitySearch, filterOf, searchOf } from '../../src/activity/search.ts'
import { approvalPayload, desktopPayload, entry, LOOKUP, taskPayload } from './events.ts'

/** A gated task's whole story and its desktop's, newest first. */
const STORY: ActivityEntry[] = [
  entry(8, { type: 'task.completed', payload: taskPayload({ from: 'review' }) }),
  entry(7, { type: 'approval.resolved', payload: approvalPayload() }),
  entry(6, { type: 'approval.created', payload: approvalPayload({ status: 'pending' }) }),
  entry(5, { type: 'task.review', payload: taskPayload() }),
  entry(4, { type: 'task.dequeued', payload: taskPayload() }),
  entry(3, { type: 'task.queued', payload: taskPayload() }),
  entry(2, { type: 'task.started', payload: taskPayload() }),
  entry(1, { type: 'desktop.started', payload: desktopPayload() }),
]

const ids = (filter: Partial<ActivityFilter>) =>
  selectEntries(STORY, { ...NO_FILTER, ...filter }, LOOKUP).map(({ id }) => id)

test('a decision and its task’s step are told once; so are a start and the queue it led to', () => {
  assert.deepEqual(ids({}), [7, 5, 4, 3, 1])
})

test('a task that is run as soon as it is created is told by its start', () => {
  const story = (start: number) => [
    entry(start, { type: 'task.started', payload: taskPayload() }),
    entry(1, { type: 'task.created', payload: taskPayload() }),
  ]
  const told = (start: number) => selectEntries(story(start), NO_FILTER, LOOKUP).map(({ id }) => id)
  assert.deepEqual(told(2), [2])
  assert.deepEqual(told(9), [9, 1])
})

test('where approvals are left out, the task’s own steps tell of them', () => {
  assert.deepEqual(ids({ kinds: ['tasks'] }), [8, 5, 4, 3])
})

test('where tasks are left out, each approval is told from its beginning', () => {
  assert.deepEqual(ids({ kinds: ['approvals'] }), [7, 6])
})

test('several kinds add up', () => {
  assert.deepEqual(ids({ kinds: ['approvals', 'desktops'] }), [7, 6, 1])
  assert.deepEqual(ids({ kinds: ['output'] }), [])
})

test('another desktop’s entries are left out', () => {
  assert.deepEqual(ids({ desktopId: 'desktop_2' }), [])
  assert.deepEqual(ids({ desktopId: 'desktop_1', kinds: ['desktops'] }), [1])
})

test('words are found across the parts of a sentence, whatever their case, or are a task’s id', () => {
  assert.deepEqual(ids({ words: 'YOU approved ./back' }), [7])
  assert.deepEqual(ids({ words: ' vault came ' }), [1])
  assert.deepEqual(ids({ words: 'task_1', kinds: ['approvals'] }), [7, 6])
  assert.deepEqual(ids({ words: 'task_' }), [])
})

test('a filter goes through the address and back', () => {
  const filter: ActivityFilter = {
    kinds: ['tasks', 'output'],
    desktopId: 'desktop_1',
    words: 'npm ci',
  }
  assert.deepEqual(filterOf(activitySearch({ ...searchOf(filter) })), filter)
  assert.deepEqual(searchOf(NO_FILTER), {})
})

test('what an address says that nobody understands is left out', () => {
  assert.deepEqual(activitySearch({ kinds: 'tasks.nonsense', view: 'else', words: 12, x: 1 }), {
    kinds: 'tasks',
    words: '12',
  })
})

test('what somebody did by an API key of theirs is theirs as well', () => {
  const by = (id: number, actorId: string) => ({
    ...entry(id, { type: 'desktop.started', payload: desktopPayload() }),
    actor: { kind: 'user' as const, id: actorId, name: '' },
  })
  const entries = [by(3, 'key_1'), by(2, 'user_2'), by(1, 'user_1')]
  const mine = selectEntries(entries, { ...NO_FILTER, mine: true }, LOOKUP)
  assert.deepEqual(
    mine.map(({ id }) => id),
    [3, 1],
  )
})
