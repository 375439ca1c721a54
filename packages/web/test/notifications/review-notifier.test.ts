import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { ActivityEvent } from '@mission-control/protocol'
import { NOTHING_YET } from '../../src/live/live.ts'
import { ReviewNotifier } from '../../src/notifications/review-notifier.ts'

function start(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const shown: { title: string; tag: string | undefined; click: () => void; closed: boolean }[] = []
  const opened: string[] = []
  const state = { seen: false, waiting: new Set<string>(), asking: new Map<string, string>() }
  const notifier = new ReviewNotifier({
    live: () => ({
      ...NOTHING_YET,
      approvals: new Map([...state.waiting].map((id) => [id, `approval of ${id}`])),
      permissions: state.asking,
    }),
    isSeen: async () => state.seen,
    show: (title, { tag }, click) => {
      const notification = { title, tag, click, closed: false }
      shown.push(notification)
      return { close: () => Object.assign(notification, { closed: true }) }
    },
    openTask: (id) => opened.push(id),
    openAll: () => opened.push('all'),
  })
  return {
    shown,
    opened,
    state,
    enter(id: string) {
      state.waiting.add(id)
      notifier.see({ type: 'task.review', payload: { taskId: id } } as ActivityEvent)
    },
    decide(id: string) {
      state.waiting.delete(id)
      notifier.see({ type: 'approval.resolved', payload: { taskId: id } } as ActivityEvent)
    },
    ask(approvalId: string, taskId: string) {
      state.asking.set(approvalId, taskId)
      const payload = { approvalId, taskId, kind: 'permission', title: 'git push' }
      notifier.see({ type: 'approval.created', payload } as ActivityEvent)
    },
    answer(approvalId: string) {
      state.asking.delete(approvalId)
      const payload = { approvalId, kind: 'permission' }
      notifier.see({ type: 'approval.resolved', payload } as ActivityEvent)
    },
    async soon() {
      await Promise.resolve()
      t.mock.timers.tick(1000)
      await Promise.resolve()
    },
  }
}

test('a task that enters review is told once; a click opens it', async (t) => {
  const { enter, soon, shown, opened } = start(t)
  enter('a')
  await soon()
  await soon()
  assert.deepEqual(
    shown.map(({ tag }) => tag),
    ['a'],
  )
  shown[0]!.click()
  assert.deepEqual(opened, ['a'])
})

test('nothing is told to who is looking', async (t) => {
  const { enter, soon, shown, state } = start(t)
  state.seen = true
  enter('a')
  await soon()
  assert.equal(shown.length, 0)
})

test('nothing is told to who has come to look meanwhile', async (t) => {
  const { enter, soon, shown, state } = start(t)
  enter('a')
  state.seen = true
  await soon()
  assert.equal(shown.length, 0)
})

test('what somebody else has decided already is not told', async (t) => {
  const { enter, decide, soon, shown } = start(t)
  enter('a')
  decide('a')
  await soon()
  assert.equal(shown.length, 0)
})

test('a notification goes when its task is decided', async (t) => {
  const { enter, decide, soon, shown } = start(t)
  enter('a')
  enter('b')
  await soon()
  decide('a')
  assert.deepEqual(
    shown.map(({ closed }) => closed),
    [true, false],
  )
})

test('many at once are one notification, which leads to all of them', async (t) => {
  const { enter, soon, shown, opened } = start(t)
  for (let i = 0; i < 20; i++) enter(`task ${i}`)
  await soon()
  assert.deepEqual(
    shown.map(({ title }) => title),
    ['20 tasks need your decision'],
  )
  shown[0]!.click()
  assert.deepEqual(opened, ['all'])
})

test('an agent that asks is told by what it wants, each time anew; an answer takes it away', async (t) => {
  const { ask, answer, soon, shown, opened } = start(t)
  ask('first', 'a')
  await soon()
  answer('first')
  ask('second', 'a')
  await soon()
  assert.deepEqual(
    shown.map(({ title, tag, closed }) => [title, tag, closed]),
    [
      ['An agent asks for your permission', 'first', true],
      ['An agent asks for your permission', 'second', false],
    ],
  )
  shown[1]!.click()
  assert.deepEqual(opened, ['a'])
})
