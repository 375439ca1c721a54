import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cleanUp, type Scope, wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, says } from '../setup/model/replies.ts'
import { freePort } from '../setup/port.ts'
import { processesOf } from '../setup/process-table.ts'
import { finishPrompt, runPrompt, transcriptOf } from '../setup/prompts.ts'
import { published } from '../setup/published.ts'
import { startServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const EVERYTHING = join(
  await published('mcp-everything'),
  '@modelcontextprotocol/server-everything/dist/index.js',
)
const SMALL = fileURLToPath(
  new URL('../../packages/runner/test/fixtures/mcp-server.ts', import.meta.url),
)
const small = (...args: string[]) => ({ command: process.execPath, args: [SMALL, ...args] })

const model = await ModelServer.start(wholeFile)

const withServers = (servers: object) => ({
  ...model.environment('builtin'),
  MISSION_CONTROL_AGENT_MCP: JSON.stringify(servers),
})

/** The published server at an address of this machine. */
async function startEverything(t: Scope): Promise<string> {
  const port = await freePort()
  const server = spawn(process.execPath, [EVERYTHING, 'streamableHttp'], {
    env: { ...process.env, PORT: `${port}` },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  cleanUp(t, async () => {
    server.kill('SIGKILL')
    await once(server, 'close')
  })
  const url = `http://127.0.0.1:${port}/mcp`
  await waitFor('the MCP server', () =>
    fetch(url).then(
      () => true,
      () => false,
    ),
  )
  return url
}

test('tools of published servers, a program and an address, are used beside our own', async (t) => {
  const server = await startServer(
    t,
    withServers({
      local: { command: process.execPath, args: [EVERYTHING, 'stdio'] },
      remote: { url: await startEverything(t) },
    }),
  )
  model.script = [
    calls(
      { name: 'mcp__local__echo', input: { message: 'Hello, tree' } },
      { name: 'mcp__remote__get-sum', input: { a: 19, b: 23 } },
      { name: 'shell', input: { command: 'echo ours' } },
    ),
    calls({ name: 'mcp__local__get-sum', input: { a: 'no number' } }),
    says('All answered.'),
  ]
  const task = await finishPrompt(server, 'Use them all.')
  assert.deepEqual([task.status, task.error], ['done', null])
  const results = (await transcriptOf(server.client, task.id)).flatMap((record) =>
    record.type === 'tool_result' ? [[record.ok, record.output]] : [],
  )
  assert.deepEqual(results.slice(0, 3), [
    [true, 'Echo: Hello, tree'],
    [true, 'The sum of 19 and 23 is 42.'],
    [true, 'ours\n'],
  ])
  assert.equal(results[3]![0], false)
  assert.match(`${results[3]![1]}`, /number/)
  const names = model.requests.at(-1)!.body.tools!.map((tool) => tool.function?.name)
  assert.ok(names.includes('mcp__local__echo') && names.includes('edit_file'))
  await waitFor('the program to be gone', () => processesOf(task.id).length === 0)
})

test('a server that cannot be used fails the task by its name, with what it said', async (t) => {
  for (const [servers, why] of [
    [{ absent: { command: 'no-such-server' } }, /"absent" can't be used: .*\(ENOENT\)/],
    [
      { broken: { command: '/bin/sh', args: ['-c', 'echo no licence >&2; exit 4'] } },
      /"broken" can't be used: .*exit code 4: no licence/,
    ],
    [{ nobody: { url: `http://127.0.0.1:${await freePort()}/mcp` } }, /"nobody" can't be used/],
  ] as const) {
    const server = await startServer(t, withServers({ ...servers, fine: small() }))
    const task = await finishPrompt(server, 'Use them.')
    assert.deepEqual([task.status, task.error?.code], ['failed', 'agent_error'])
    assert.match(task.error!.message, why)
    assert.deepEqual(processesOf(task.id), [])
    await server.stop()
  }
})

test('a server that dies is told to the model, which goes on, and nothing is left of it', async (t) => {
  const server = await startServer(t, withServers({ small: small() }))
  model.script = [
    calls({ name: 'mcp__small__die', input: {} }),
    calls({ name: 'mcp__small__secret', input: {} }),
    says('It is dead.'),
  ]
  const task = await finishPrompt(server, 'Use it.')
  assert.deepEqual([task.status, task.result], ['done', 'It is dead.'])
  const results = (await transcriptOf(server.client, task.id)).flatMap((record) =>
    record.type === 'tool_result' ? [record] : [],
  )
  for (const { ok, output } of results) {
    assert.equal(ok, false)
    assert.match(output, /"small" failed: .*exit code 3: out of memory/)
  }
  await waitFor('its child to be gone', () => processesOf(task.id).length === 0)
})

test('a server that never answers is let go by a cancel, with all that it has started', async (t) => {
  const server = await startServer(t, withServers({ small: small() }))
  model.script = [calls({ name: 'mcp__small__hang', input: {} })]
  const task = await runPrompt(server, 'Use it.')
  await waitFor('the call', async () => (await transcriptOf(server.client, task.id)).length > 0)
  await server.client.tasks.cancel(task.id)
  assert.equal((await ended(server.client, task.id)).status, 'cancelled')
  assert.deepEqual(processesOf(task.id), [])
})

test('one that says nothing from the start does not outlive a cancel either', async (t) => {
  const server = await startServer(t, withServers({ small: small('mute') }))
  const task = await runPrompt(server, 'Use it.')
  await waitFor('its child', () => processesOf(task.id).length >= 3)
  await server.client.tasks.cancel(task.id)
  assert.equal((await ended(server.client, task.id)).status, 'cancelled')
  assert.deepEqual(processesOf(task.id), [])
})
