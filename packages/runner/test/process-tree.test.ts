import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { hasCode } from '../src/error-code.ts'
import { isAlive, readProcess } from '../src/process-identity.ts'
import { findProcesses, RUN_ID_VARIABLE } from '../src/process-tree.ts'
import { stopProcesses } from '../src/stop-processes.ts'
import { until } from './setup/until.ts'

interface Tree {
  runId: string
  child: ChildProcess
  leader: { pid: number; startTime: number }
}

/** A command as the keeper starts it; `sleeping`: how many `sleep`s there are before the test goes on. */
async function tree(t: TestContext, command: string, sleeping: number): Promise<Tree> {
  const runId = randomUUID()
  const child = spawn('/bin/sh', ['-c', command], {
    detached: true,
    stdio: 'ignore',
    env: { PATH: process.env.PATH, [RUN_ID_VARIABLE]: runId },
  })
  const leader = readProcess(child.pid!)!
  t.after(() => stopProcesses({ runId, leader }, { graceMs: 0 }))
  // A shell that only starts another would count as long as it takes, but it never sleeps.
  const count = () => findProcesses({ runId, leader }).filter(({ pid }) => sleeps(pid)).length
  await until(
    () => count() === sleeping,
    () => `${count()} sleep`,
  )
  return { runId, child, leader }
}

function sleeps(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'latin1') === 'sleep\n'
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return false
    throw error
  }
}

const SETSID_DOUBLE_FORK = "setsid sh -c '(sleep 1000 & ) ; sleep 1000' & wait"

test('a process that left the group and lost its parents is found and stopped', async (t) => {
  const { runId, leader } = await tree(t, SETSID_DOUBLE_FORK, 2)
  const found = findProcesses({ runId, leader })
  assert.equal(await stopProcesses({ runId, leader }), true)
  assert.ok(found.every((process) => !isAlive(process)))
})

test('strays are found without the leader, when it has ended long ago', async (t) => {
  const { runId, child, leader } = await tree(t, SETSID_DOUBLE_FORK, 2)
  process.kill(child.pid!, 'SIGKILL')
  await until(() => !isAlive(leader))
  assert.equal(findProcesses({ runId, leader: null }).length, 3)
  assert.equal(await stopProcesses({ runId, leader: null }), true)
  assert.deepEqual(findProcesses({ runId, leader }), [])
})

test('a member of the group is found although it has an empty environment', async (t) => {
  const { runId, leader } = await tree(t, '(env -i sleep 1000 &); sleep 1000', 2)
  assert.equal(await stopProcesses({ runId, leader }), true)
})

test('what ignores TERM is killed after the grace time, not before', async (t) => {
  const { runId, leader } = await tree(t, "trap '' TERM; sleep 1000 & while :; do wait; done", 1)
  const begun = performance.now()
  assert.equal(await stopProcesses({ runId, leader }, { graceMs: 300 }), true)
  assert.ok(performance.now() - begun >= 300)
})

test('what follows TERM may still do so in its own way', async (t) => {
  const { runId, child, leader } = await tree(t, "trap 'exit 7' TERM; sleep 1000 & wait", 1)
  await stopProcesses({ runId, leader })
  await until(() => child.exitCode !== null)
  assert.equal(child.exitCode, 7)
})

test('processes of another run are left alone, also one whose id begins alike', async (t) => {
  const one = await tree(t, 'sleep 1000 & wait', 1)
  const other = await tree(t, 'sleep 1000 & wait', 1)
  await stopProcesses(one)
  await stopProcesses({ runId: other.runId.slice(0, -1), leader: null })
  assert.equal(findProcesses(other).length, 2)
})

test('a reused pid is not taken for the leader', async (t) => {
  const { child, leader } = await tree(t, 'sleep 1000 & wait', 1)
  const reused = { pid: leader.pid, startTime: leader.startTime - 1 }
  assert.equal(isAlive(reused), false)
  assert.equal(await stopProcesses({ runId: randomUUID(), leader: reused }), true)
  assert.equal(child.exitCode ?? child.signalCode, null)
})
