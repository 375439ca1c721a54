import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, type Reply, says, stalls } from '../setup/model/replies.ts'
import { childrenOf, isAlive, processesOf, readOf } from '../setup/process-table.ts'
import { runPrompt, transcriptOf } from '../setup/prompts.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)

/** Starts, waits for a file, and ends: three steps. */
function longWork(): Reply[] {
  const wait = `echo started >> starts; touch there; ${untilThere('go-on')}; echo done`
  return [calls({ name: 'shell', input: { command: wait } }), says('It is done.')]
}

async function begin(server: TestServer) {
  model.script = longWork()
  const asked = model.requests.length
  const task = await runPrompt(server, 'Do long work.')
  await waitFor('the work to have begun', () => existsSync(join(server.workDir, 'there')))
  return { task, asked }
}

async function finish(server: TestServer, { task, asked }: Awaited<ReturnType<typeof begin>>) {
  writeFileSync(join(server.workDir, 'go-on'), '')
  const after = await ended(server.client, task.id)
  assert.deepEqual([after.status, after.result], ['done', 'It is done.'])
  assert.equal(after.usage?.steps, 2)
  assert.equal(readFileSync(join(server.workDir, 'starts'), 'utf8'), 'started\n')
  assert.equal(model.requests.length - asked, 2)
  const types = (await transcriptOf(server.client, task.id)).map(({ type }) => type)
  const [call, result, used, ...message] = types
  assert.deepEqual([call, result, used], ['tool_call', 'tool_result', 'usage'])
  assert.deepEqual(message, ['message', 'usage', 'result'])
}

test('a prompt goes on while the server is killed with -9 and started again', async (t) => {
  const first = await startServer(t, model.environment('builtin'))
  const work = await begin(first)
  first.program.child.kill('SIGKILL')
  await first.program.exited
  await finish(await startServer(t, model.environment('builtin'), first.dataDir), work)
})

test('a prompt goes on while the runner is killed with -9 and started again', async (t) => {
  const server = await startServer(t, model.environment('builtin'))
  const work = await begin(server)
  const [runner] = childrenOf(server.program.pid, '--until-stdin-ends')
  process.kill(runner!, 'SIGKILL')
  await waitFor('it to be gone', () => !isAlive(runner!))
  await finish(server, work)
})

test('an agent whose process is killed from outside ends in agent_interrupted, once', async (t) => {
  const server = await startServer(t, model.environment('chat'))
  model.script = [stalls()]
  const task = await runPrompt(server, 'Wait.')
  const [agent] = await waitFor('the agent', () => {
    const found = processesOf(task.id)
    return found.length > 0 && model.script.length === 0 && found
  })
  process.kill(agent!, 'SIGKILL')
  const after = await ended(server.client, task.id)
  assert.deepEqual([after.status, after.error?.code], ['failed', 'agent_interrupted'])
})

/** An agent's command that tidies up in words when it is told to stop, and has left something behind. */
async function beginToTidy(server: TestServer) {
  const command = `trap 'echo cleaning; sleep 1; rc=$?; echo cleaned; echo rc=$rc > tidied; exit' TERM
    setsid sleep 1000 & touch there; while :; do sleep 0.1; done`
  model.script = [calls({ name: 'shell', input: { command } })]
  const task = await runPrompt(server, 'Sleep for long.')
  await waitFor('the command', () => existsSync(join(server.workDir, 'there')))
  assert.ok(processesOf(task.id).length >= 4)
  return task
}

test('cancelling stops the agent and everything that it has started, which may tidy up', async (t) => {
  const server = await startServer(t, model.environment('builtin'))
  const task = await beginToTidy(server)
  await server.client.tasks.cancel(task.id)
  const after = await ended(server.client, task.id)
  assert.equal(after.status, 'cancelled')
  assert.deepEqual(processesOf(task.id), [])
  assert.equal(readFileSync(join(server.workDir, 'tidied'), 'utf8'), 'rc=0\n')
  const { files } = await server.client.tasks.evidence(task.id)
  assert.ok(files?.some(({ path }) => path === 'tidied'))
})

test('where only the agent is told to stop, from outside, the rest is stopped too', async (t) => {
  const server = await startServer(t, model.environment('builtin'))
  const task = await beginToTidy(server)
  const agent = processesOf(task.id).find((pid) =>
    readOf(pid, 'cmdline')?.startsWith('mission-control-agent'),
  )
  process.kill(agent!, 'SIGTERM')
  const after = await ended(server.client, task.id)
  assert.deepEqual([after.status, after.error?.code], ['failed', 'agent_interrupted'])
  assert.deepEqual(processesOf(task.id), [])
  assert.equal(readFileSync(join(server.workDir, 'tidied'), 'utf8'), 'rc=0\n')
})

test('cancelling a prompt in the middle of an answer lets the endpoint go', async (t) => {
  const server = await startServer(t, model.environment('chat'))
  let closed = false
  model.script = [
    (response, request) => {
      response.on('close', () => {
        closed = true
      })
      return stalls('Once upon a time')(response, request)
    },
  ]
  const task = await runPrompt(server, 'Tell a long story.')
  await waitFor('the beginning', async () => {
    return (await transcriptOf(server.client, task.id)).length > 0
  })
  await server.client.tasks.cancel(task.id)
  assert.equal((await ended(server.client, task.id)).status, 'cancelled')
  await waitFor('the connection to be closed', () => closed)
})
