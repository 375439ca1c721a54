import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { isAlive, readProcess } from '../src/process-identity.ts'
import { findProcesses, RUN_ID_VARIABLE } from '../src/process-tree.ts'
import { stopProcesses } from '../src/stop-processes.ts'
import { until } from './setup/until.ts'

interface Tree {
  runId: string
  child: ChildProcess
  leader: { pid: number; startTime: number }
}

/** A command as the keeper starts it; `processes`: how many there have to be before the test goes on. */
async function tree(t: TestContext, command: string, processes: number): Promise<Tree> {
  const runId = randomUUID()
  const child = spawn('/bin/sh', ['-c', command], {
    detached: true,
    stdio: 'ignore',
    env: { PATH: process.env.PATH, [RUN_ID_VARIABLE]: runId },
  })
  const leader = readProcess(child.pid!)!
  t.after(() => stopProcesses({ runId, leader }, { graceMs: 0 }))
  const count = () => findProcesses({ runId, leader }).length
  await until(
    () => count() === processes,
    () => `${count()} processes`,
  )
  return { runId, child, leader }
}

const SETSID_DOUBLE_FORK = "setsid sh -c '(sleep 1000 & ) ; sleep 1000' & wait"

test('a process that left the group and lost its parents is found and stopped', async (t) => {
  const { runId, leader } = await tree(t, SETSID_DOUBLE_FORK, 4)
  const found = findProcesses({ runId, leader })
  assert.equal(await stopProcesses({ runId, leader }), true)
  assert.ok(found.every((process) => !isAlive(process)))
})

test('strays are found without the leader, when it has ended long ago', async (t) => {
  const { runId, child, leader } = await tree(t, SETSID_DOUBLE_FORK, 4)
  process.kill(child.pid!, 'SIGKILL')
  await until(() => !isAlive(leader))
  assert.equal(findProcesses({ runId, leader: null }).length, 3)
  assert.equal(await stopProcesses({ runId, leader: null }), true)
  assert.deepEqual(findProcesses({ runId, leader }), [])
})

test('a member of the group is found although it has an empty environment', async (t) => {
  const { runId, leader } = await tree(t, '(env -i sleep 1000 &); sleep 1000', 3)
  assert.equal(await stopProcesses({ runId, leader }), true)
})

test('what ignores TERM is killed after the grace time, not before', async (t) => {
  const { runId, leader } = await tree(t, "trap '' TERM; sleep 1000 & while :; do wait; done", 2)
  const begun = performance.now()
  assert.equal(await stopProcesses({ runId, leader }, { graceMs: 300 }), true)
  assert.ok(performance.now() - begun >= 300)
})

test('what follows TERM may still do so in its own way', async (t) => {
  const { runId, child, leader } = await tree(t, "trap 'exit 7' TERM; sleep 1000 & wait", 2)
  await stopProcesses({ runId, leader })
  await until(() => child.exitCode !== null)
  assert.equal(child.exitCode, 7)
})

test('processes of another run are left alone, also one whose id begins alike', async (t) => {
  const one = await tree(t, 'sleep 1000 & wait', 2)
  const other = await tree(t, 'sleep 1000 & wait', 2)
  await stopProcesses(one)
  await stopProcesses({ runId: other.runId.slice(0, -1), leader: null })
  assert.equal(findProcesses(other).length, 2)
})

test('a reused pid is not taken for the leader', async (t) => {
  const { child, leader } = await tree(t, 'sleep 1000 & wait', 2)
  const reused = { pid: leader.pid, startTime: leader.startTime - 1 }
  assert.equal(isAlive(reused), false)
  assert.equal(await stopProcesses({ runId: randomUUID(), leader: reused }), true)
  assert.equal(child.exitCode ?? child.signalCode, null)
})
