import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { deadline } from '../src/keeper/deadline.ts'
import { Desktop } from './setup/desktop.ts'
import { KeeperProcess } from './setup/keeper-process.ts'
import { until } from './setup/until.ts'

const TIMED_OUT = {
  kind: 'failed',
  code: 'timed_out',
  message: 'The command had not ended after 0.3 s, which is its time-out.',
}

test('a run that takes longer than it may has timed out, and nothing is left of it by then', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('run', 'echo before; setsid sleep 1000 & sleep 1000', { timeoutMs: 300 })
  assert.deepEqual(await keeper.ended('run'), TIMED_OUT)
  assert.equal(keeper.processesOf('run'), 0)
  assert.deepEqual(keeper.output('run'), ['stdout before\n'])
})

test('a run that ends well when its time is over has timed out all the same', async (t) => {
  const keeper = await KeeperProcess.start(t)
  const command = 'trap "echo tidied up; exit 0" TERM; while :; do sleep 0.05; done'
  keeper.start('run', command, { timeoutMs: 300 })
  assert.deepEqual(await keeper.ended('run'), TIMED_OUT)
  assert.ok(keeper.output('run').includes('stdout tidied up\n'))
})

test('a run that ends in time ends as it does, and its background children live on', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('run', 'sleep 1000 >/dev/null 2>&1 & exit 3', { timeoutMs: 300 })
  assert.deepEqual(await keeper.ended('run'), { kind: 'exited', exitCode: 3 })
  keeper.start('later', 'sleep 0.5')
  await keeper.ended('later')
  assert.equal(keeper.processesOf('run'), 1)
})

test('the end of a run that is stopped waits until its last process is gone', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('run', "(trap '' TERM; sleep 1.5) >/dev/null 2>&1 & sleep 1000")
  await until(() => keeper.processesOf('run') === 3)
  keeper.kill('run')
  assert.deepEqual(await keeper.ended('run'), { kind: 'signaled', signal: 'SIGTERM' })
  assert.equal(keeper.processesOf('run'), 0)
})

test('the time-out acts while the runner is away, and the next runner reports it', async (t) => {
  const desktop = await Desktop.start(t)
  const { server, dir } = desktop
  const stopped = join(dir, 'work/stopped')
  server.start('run', 'trap "date > stopped; exit" TERM; echo up; while :; do sleep 0.05; done', {
    timeoutMs: 1500,
  })
  await until(() => server.run('run').position.stdout > 0)
  await desktop.endRunner('SIGKILL')
  await until(() => existsSync(stopped))
  await desktop.startRunner()
  const { end } = await server.ended('run')
  assert.equal(end?.end.kind === 'failed' && end.end.code, 'timed_out')
  const journal = readFileSync(join(dir, 'journal'), 'utf8')
  assert.match(journal, /"timeoutMs":1500/)
})

test('a deadline of more days than a timer takes does not pass at once', async () => {
  let passed = false
  const callOff = deadline(30 * 24 * 3_600_000, () => {
    passed = true
  })
  await new Promise<void>((resolve) => void deadline(20, resolve))
  callOff()
  assert.equal(passed, false)
})
