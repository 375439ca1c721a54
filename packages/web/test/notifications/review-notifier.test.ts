import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { ActivityEvent } from '@mission-control/protocol'
import { NOTHING_YET } from '../../src/live/live.ts'
import { ReviewNotifier } from '../../src/notifications/review-notifier.ts'

function start(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const shown: { title: string; tag: string | undefined; click: () => void; closed: boolean }[] = []
  const opened: string[] = []
  const state = { wanted: true, waiting: new Set<string>() }
  const notifier = new ReviewNotifier({
    live: () => ({
      ...NOTHING_YET,
      approvals: new Map([...state.waiting].map((id) => [id, `approval of ${id}`])),
    }),
    isWanted: () => state.wanted,
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
    soon: () => t.mock.timers.tick(1000),
  }
}

test('a task that enters review is told once; a click opens it', (t) => {
  const { enter, soon, shown, opened } = start(t)
  enter('a')
  soon()
  soon()
  assert.deepEqual(
    shown.map(({ tag }) => tag),
    ['a'],
  )
  shown[0]!.click()
  assert.deepEqual(opened, ['a'])
})

test('nothing is told to who is looking, or does not want it', (t) => {
  const { enter, soon, shown, state } = start(t)
  state.wanted = false
  enter('a')
  soon()
  assert.equal(shown.length, 0)
})

test('what somebody else has decided already is not told', (t) => {
  const { enter, decide, soon, shown } = start(t)
  enter('a')
  decide('a')
  soon()
  assert.equal(shown.length, 0)
})

test('a notification goes when its task is decided', (t) => {
  const { enter, decide, soon, shown } = start(t)
  enter('a')
  enter('b')
  soon()
  decide('a')
  assert.deepEqual(
    shown.map(({ closed }) => closed),
    [true, false],
  )
})

test('many at once are one notification, which leads to all of them', (t) => {
  const { enter, soon, shown, opened } = start(t)
  for (let i = 0; i < 20; i++) enter(`task ${i}`)
  soon()
  assert.deepEqual(
    shown.map(({ title }) => title),
    ['20 tasks wait for your decision'],
  )
  shown[0]!.click()
  assert.deepEqual(opened, ['all'])
})
