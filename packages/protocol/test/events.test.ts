import assert from 'node:assert/strict'
import test from 'node:test'
import { ACTIVITY_EVENTS, ActivityType, TASK_STATUSES } from '../src/index.ts'

test('the durable events are these', () => {
  assert.deepEqual(ActivityType.options, Object.keys(ACTIVITY_EVENTS))
  assert.deepEqual([...ActivityType.options].sort(), [
    'approval.created',
    'approval.reminded',
    'approval.resolved',
    'approval.voted',
    'desktop.error',
    'desktop.movedAway',
    'desktop.movedHere',
    'desktop.started',
    'desktop.stopped',
    'desktop.upgradeFailed',
    'desktop.upgraded',
    'task.cancelled',
    'task.completed',
    'task.created',
    'task.deleted',
    'task.dequeued',
    'task.failed',
    'task.queued',
    'task.review',
    'task.started',
  ])
})

test("a task's event says at least what, where, and in which status, now and before", () => {
  const least = {
    taskId: 'task_1',
    desktopId: 'desktop_1',
    from: null,
    type: 'command',
    summary: 'true',
    requiresApproval: false,
    createdAt: '2026-03-15T10:00:00.000Z',
  }
  const schema = ACTIVITY_EVENTS['task.created']
  for (const status of TASK_STATUSES) assert.ok(schema.safeParse({ ...least, status }).success)
  assert.ok(!schema.safeParse(least).success)
  const { from: _, ...withoutFrom } = { ...least, status: 'pending' }
  assert.ok(!schema.safeParse(withoutFrom).success)
})
