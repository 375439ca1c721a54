import assert from 'node:assert/strict'
import test from 'node:test'
import { withGroups } from '../../src/activity/groups.ts'
import { type Row, rowsOf, withDays } from '../../src/activity/rows.ts'
import { groupSentence } from '../../src/activity/sentence.ts'
import { approvalPayload, desktopPayload, entry, taskPayload } from './events.ts'

type Told = Parameters<typeof entry>[1]

const NONE: ReadonlySet<number> = new Set()
const keys = (rows: readonly Row[]) => rows.map(({ key }) => key)
const queued: Told = { type: 'task.queued', payload: taskPayload() }
const started: Told = { type: 'task.dequeued', payload: taskPayload() }
const done: Told = { type: 'task.completed', payload: taskPayload() }

/** The newest first: `told[0]` has the highest number, each a second before the one above it. */
function rows(told: readonly Told[], open = NONE): Row[] {
  const entries = told.map((each, i) => entry(told.length - i, each))
  return withGroups(rowsOf(entries, [], true), open)
}

test('four of a kind and more are one row, at the place of the newest', () => {
  const other: Told = { type: 'desktop.error', payload: desktopPayload() }
  assert.deepEqual(keys(rows([other, queued, queued, queued, queued, other])), [
    '6',
    'group 2',
    '1',
  ])
  assert.deepEqual(keys(rows([queued, queued, queued])), ['3', '2', '1'])
})

test('a queue that is worked off is one row of starts and one of ends', () => {
  const told = Array.from({ length: 4 }, () => [done, started]).flat()
  assert.deepEqual(keys(rows(told)), ['group 2', 'group 1'])
})

test('an opened group shows each of its events below it, and keeps its name as it grows', () => {
  const told = Array.from({ length: 4 }, () => queued)
  const open = new Set([1])
  assert.deepEqual(keys(rows(told, open)), ['group 1', '4', '3', '2', '1'])
  assert.deepEqual(keys(rows([queued, ...told], open)), ['group 1', '5', '4', '3', '2', '1'])
})

test('what lies more than a minute apart is two things', () => {
  const entries = [400, 399, 398, 397, 4, 3, 2, 1].map((second) => entry(second, queued))
  const grouped = withGroups(rowsOf(entries, [], true), NONE)
  assert.deepEqual(keys(grouped), ['group 397', 'group 1'])
  assert.deepEqual(withDays(grouped).length, 3)
})

test('what people decide is grouped by who it was and what they said', () => {
  const by = (resolvedBy: string, feedback?: string): Told => ({
    type: 'approval.resolved',
    payload: approvalPayload({ status: 'approved', resolvedBy, ...(feedback && { feedback }) }),
  })
  const [me, her] = [by('user_1'), by('user_2')]
  assert.deepEqual(keys(rows([me, me, her, me, me])), ['group 1', '3'])
  assert.equal(rows([me, me, me, by('user_1', 'No.')]).length, 4)
})

test('a group is a sentence', () => {
  const lookup = {
    userId: 'user_1',
    myIds: new Set(['user_1']),
    task: () => null,
    desktop: () => ({ name: 'vault', gone: false }),
  }
  const told = (each: Told) =>
    groupSentence([entry(2, each), entry(1, each)], lookup)
      .map(({ text }) => text)
      .join('')
  const you: Told = {
    type: 'approval.resolved',
    payload: approvalPayload({ status: 'rejected', resolvedBy: 'user_1', feedback: 'No.' }),
  }
  const failed: Told = { type: 'task.failed', payload: taskPayload({ exitCode: 1 }) }
  assert.equal(told(queued), 'vault took 2 tasks and queued them')
  assert.equal(told(you), 'You rejected 2 tasks: “No.”')
  assert.equal(told(failed), '2 tasks failed on vault: exit 1')
})
