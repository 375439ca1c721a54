import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runEnvironment, sharedEnvironment } from '../src/desktop/environment.ts'
import { Queue } from '../src/runs/queue.ts'
import { verdictOf } from '../src/runs/verdict.ts'
import { BackOff } from '../src/server-link/back-off.ts'
import { connectUrl } from '../src/server-link/connection.ts'

const BOTH = [true, false]

test('a run is started only if nobody has decided about it and the machine has not been restarted', () => {
  for (const claimed of BOTH)
    for (const started of BOTH)
      for (const ended of BOTH)
        for (const sameBoot of BOTH)
          for (const held of BOTH) {
            const verdict = verdictOf({ claimed, started, ended, sameBoot, held })
            assert.equal(verdict === 'start', !claimed && !ended && sameBoot && !held)
            assert.equal(verdict === 'report', ended)
            assert.equal(verdict === 'follow', held && !ended && sameBoot)
          }
})

test('the queue hands out its places by dispatch number, and a new one for each that is released', () => {
  const queue = new Queue<{ runId: string; dispatch: number }>(2)
  for (const dispatch of [3, 1, 4, 2]) queue.add({ runId: `${dispatch}`, dispatch })
  assert.deepEqual([queue.next()?.runId, queue.next()?.runId, queue.next()], ['1', '2', null])
  queue.release('1')
  assert.equal(queue.withdraw('3'), true)
  assert.equal(queue.withdraw('1'), false)
  assert.deepEqual([queue.next()?.runId, queue.next()], ['4', null])
})

test('what runs already takes a place even where there is none', () => {
  const queue = new Queue<{ runId: string; dispatch: number }>(1)
  queue.place('a')
  queue.place('b')
  queue.add({ runId: 'c', dispatch: 3 })
  queue.release('a')
  assert.equal(queue.next(), null)
  queue.release('b')
  assert.equal(queue.next()?.runId, 'c')
})

test('attempts to connect come at growing random intervals, and quickly again after a good one', () => {
  const backOff = new BackOff(() => 1)
  const waits = Array.from({ length: 9 }, () => backOff.next(0))
  assert.deepEqual(waits, [100, 200, 400, 800, 1600, 3200, 6400, 8000, 8000])
  assert.equal(backOff.next(60_000), 100)
  assert.equal(new BackOff(() => 0).next(0), 0)
})

test('the address of the server keeps its base path and its security', () => {
  assert.equal(connectUrl('http://host:3000'), 'ws://host:3000/api/runners/connect')
  assert.equal(connectUrl('https://host/base/'), 'wss://host/base/api/runners/connect')
})

test('only the allowed part of the environment is passed on, without what npm puts into PATH', () => {
  const own = {
    HOME: '/home/me',
    LC_TIME: 'C',
    TERM: 'xterm',
    SECRET: 'x',
    WANTED: 'y',
    npm_config_registry: 'x',
    NODE_COMPILE_CACHE: 'x',
    MISSION_CONTROL_API_KEY: 'x',
    PATH: '/app/node_modules/.bin:/n/@npmcli/run-script/lib/node-gyp-bin:/home/me/bin:/usr/bin',
  }
  const shared = sharedEnvironment(own, [
    'WANTED',
    'MISSION_CONTROL_API_KEY',
    'npm_config_registry',
  ])
  assert.deepEqual(shared, {
    HOME: '/home/me',
    LC_TIME: 'C',
    WANTED: 'y',
    PATH: '/home/me/bin:/usr/bin',
  })
  const names = { runId: 'r', taskId: 't', desktopId: 'd' }
  assert.equal(runEnvironment(shared, names).MISSION_CONTROL_RUN_ID, 'r')
  assert.match(sharedEnvironment({}).PATH!, /\/usr\/bin:/)
})
