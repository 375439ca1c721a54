import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { acp } from '../setup/acp.ts'
import { childrenOf, isAlive, processesOf, readOf } from '../setup/process-table.ts'
import { runPrompt, transcriptOf } from '../setup/prompts.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

/** A session in the middle of a prompt. */
async function begin(server: TestServer, prompt: string) {
  const { id } = await runPrompt(server, prompt)
  await waitFor('the session to have begun', async () => {
    return (await transcriptOf(server.client, id)).length > 0
  })
  return id
}

/** It went on: one session, whose words came once each. */
async function finish({ client, workDir }: TestServer, id: string) {
  writeFileSync(join(workDir, 'go-on'), '')
  const task = await ended(client, id)
  assert.deepEqual([task.status, task.result], ['done', 'I wait no longer.'])
  assert.equal(readFileSync(join(workDir, 'starts'), 'utf8'), 'started\n')
  const said = await transcriptOf(client, id)
  assert.deepEqual(
    said.map((record) => ('text' in record ? record.text : record.type)),
    ['I wait ', 'no longer.', 'usage', 'I wait no longer.'],
  )
}

/** It ended, with nothing left of it, and the task says so once. */
async function expectLost({ client }: TestServer, id: string, code: string) {
  const task = await ended(client, id)
  assert.deepEqual([task.status, task.error?.code], ['failed', code])
  assert.deepEqual(processesOf(id), [])
  const events = await client.activity.list({ taskId: id, after: 0 })
  assert.equal(events.filter(({ type }) => type === 'task.failed').length, 1)
}

async function kill(pid: number) {
  process.kill(pid, 'SIGKILL')
  await waitFor(`${pid} to be gone`, () => !isAlive(pid))
}

const runnerOf = (server: TestServer) => childrenOf(server.program.pid, '--until-stdin-ends')[0]!

test('an ACP session goes on while the runner is killed with -9 and started again', async (t) => {
  const server = await startServer(t, acp())
  const id = await begin(server, 'wait')
  await kill(runnerOf(server))
  await finish(server, id)
})

test('an ACP session goes on while the server is killed with -9 and started again', async (t) => {
  const first = await startServer(t, acp())
  const id = await begin(first, 'wait')
  first.program.child.kill('SIGKILL')
  await first.program.exited
  await finish(await startServer(t, acp(), first.dataDir), id)
})

test('an agent host that is killed with -9 ends in agent_interrupted, and its stubborn program with it', async (t) => {
  const server = await startServer(t, acp())
  const id = await begin(server, 'hang')
  const [host] = processesOf(id).filter((pid) => title(pid).startsWith('mission-control-agent'))
  await kill(host!)
  await expectLost(server, id, 'agent_interrupted')
})

test('so it ends where the runner is dead as well', async (t) => {
  const server = await startServer(t, acp())
  const id = await begin(server, 'hang')
  const [host] = processesOf(id).filter((pid) => title(pid).startsWith('mission-control-agent'))
  process.kill(runnerOf(server), 'SIGKILL')
  await kill(host!)
  await expectLost(server, id, 'agent_interrupted')
})

test('a keeper that is killed with -9 ends it in keeper_lost, and its stubborn program with it', async (t) => {
  const server = await startServer(t, acp())
  const id = await begin(server, 'hang')
  const folder = join(server.dataDir, 'desktops', server.desktopId)
  await kill(JSON.parse(readFileSync(join(folder, 'keeper.pid'), 'utf8')).pid)
  await expectLost(server, id, 'keeper_lost')
})

const title = (pid: number) => readOf(pid, 'cmdline') ?? ''
