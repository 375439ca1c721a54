import assert from 'node:assert/strict'
import test from 'node:test'
import type { Output } from '../../src/activity/outputs.ts'
import { type Row, rowsOf, withDays } from '../../src/activity/rows.ts'
import { desktopPayload, entry, taskPayload } from './events.ts'

const at = (seconds: number) => Date.UTC(2026, 2, 15, 10, 0, seconds)

function output(taskId: string, since: number): Output {
  return { taskId, desktopId: 'desktop_1', line: '…', at: at(59), since: at(since) }
}

const started = (id: number, taskId: string) =>
  entry(id, { type: 'task.started', payload: taskPayload({ taskId }) })
const other = (id: number) => entry(id, { type: 'desktop.started', payload: desktopPayload() })

const keys = (rows: readonly Row[]) => rows.map(({ key }) => key)

test('an output stands right above its task’s start', () => {
  const entries = [other(9), started(5, 'task_b'), started(4, 'task_a'), other(1)]
  const rows = rowsOf(entries, [output('task_a', 5), output('task_b', 5)], false)
  assert.deepEqual(keys(rows), ['9', 'output task_b', '5', 'output task_a', '4', '1'])
})

test('of a start and a later start from the queue it takes the later', () => {
  const dequeued = entry(7, { type: 'task.dequeued', payload: taskPayload() })
  const queued = entry(6, { type: 'task.queued', payload: taskPayload() })
  const rows = rowsOf([other(9), dequeued, queued], [output('task_1', 5)], false)
  assert.deepEqual(keys(rows), ['9', 'output task_1', '7', '6'])
})

test('an output whose start is filtered out stands where that would be', () => {
  const rows = rowsOf([other(9), other(1)], [output('task_a', 5)], false)
  assert.deepEqual(keys(rows), ['9', 'output task_a', '1'])
})

test('an output from before all entries waits until its place is loaded', () => {
  const entries = [other(9), other(8)]
  assert.deepEqual(keys(rowsOf(entries, [output('task_a', 5)], false)), ['9', '8'])
  assert.deepEqual(keys(rowsOf(entries, [output('task_a', 5)], true)), ['9', '8', 'output task_a'])
})

test('each day has its name above its rows, once', () => {
  const day = 24 * 3600
  const rows = withDays(rowsOf([other(day + 2), other(day + 1), other(3)], [], true))
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ['day', 'entry', 'entry', 'day', 'entry'],
  )
})
