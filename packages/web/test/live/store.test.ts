import assert from 'node:assert/strict'
import test from 'node:test'
import { LiveStore } from '../../src/live/store.ts'
import { liveWith, moved, task, taskId } from './board.ts'

/** A store that knows these tasks, and the frames that it has asked for. */
function storeWith(...tasks: ReturnType<typeof task>[]) {
  const frames: (() => void)[] = []
  const store = new LiveStore((run) => frames.push(run))
  const paint = () => {
    for (const run of frames.splice(0)) run()
  }
  store.send({ type: 'snapshot', board: boardOf(tasks), cursor: 10 })
  paint()
  return { store, paint }
}

function boardOf(tasks: readonly ReturnType<typeof task>[]) {
  const { overview, settings } = liveWith(tasks)
  const none = { running: [], review: [], done: [], failed: [], cancelled: [] }
  const columns = { ...none, pending: [...tasks] }
  return {
    overview,
    settings,
    columns,
    batches: [],
    approvals: [],
    permissions: [],
    desktops: [],
    activity: [],
  }
}

test('news of others waits, so that the page renders ten times a second', () => {
  const { store, paint } = storeWith(task(1, 'pending'))
  store.send(moved(11, 1, 'pending', 'running'))
  paint()
  assert.equal(store.get().cards.get(taskId(1))?.status, 'pending')
})

test('the confirmation of what somebody did here shows in the next frame', () => {
  const { store, paint } = storeWith(task(1, 'pending'))
  store.send({ type: 'intend', id: taskId(1), intent: 'running' })
  paint()
  assert.equal(store.get().cards.get(taskId(1))?.sending, 'running')
  store.send(moved(11, 1, 'pending', 'running'))
  paint()
  assert.equal(store.get().cards.get(taskId(1))?.sending, undefined)
})
