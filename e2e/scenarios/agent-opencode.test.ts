import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Scope, wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, type Reply, says } from '../setup/model/replies.ts'
import { opencode } from '../setup/opencode.ts'
import { openPermissions } from '../setup/permissions.ts'
import { processesOf } from '../setup/process-table.ts'
import { agentReady, runPrompt, transcriptOf } from '../setup/prompts.ts'
import { sampledTests } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

/** It is 180 MB of a program: on a busy machine it takes its time to introduce itself. */
const READY_WITHIN_MS = 100_000

// Each starts the program twice, some ten seconds of a processor's time.
const story = sampledTests(3, 1)
const model = await ModelServer.start(wholeFile)

async function startOpencode(t: Scope, env: NodeJS.ProcessEnv = {}) {
  const server = await startServer(t, { ...(await opencode(t, model)), ...env })
  await agentReady(server, true, READY_WITHIN_MS)
  return server
}

/** It also asks, at any time and without tools, for a title. */
function decide(...decisions: Reply[]): Reply {
  return (response, request) => {
    const next = request.body.tools ? decisions.shift() : says('A title')
    return (next ?? says('Nothing more.'))(response, request)
  }
}

story('a published agent carries out a prompt, and asks before it runs a command', async (t) => {
  const server = await startOpencode(t)
  model.otherwise = decide(
    calls({ name: 'write', input: { filePath: 'tree.txt', content: 'fir\nbeech\n' } }),
    calls({ name: 'bash', input: { command: 'wc -l < tree.txt; exit 3', description: 'Count' } }),
    says('Two ', 'trees.'),
  )
  const { id } = await runPrompt(server, 'Note the trees.')
  const [asked] = await openPermissions(server, id)
  assert.deepEqual(asked!.request?.input, { command: 'wc -l < tree.txt; exit 3' })
  await server.client.approvals.resolve(asked!.id, { decision: 'approve' })
  const task = await ended(server.client, id)
  assert.deepEqual([task.status, task.error, task.result], ['done', null, 'Two trees.'])
  // It tells the tokens of its last call alone.
  assert.deepEqual(task.usage, { inputTokens: null, outputTokens: null, costUsd: 0, steps: 3 })
  assert.equal(readFileSync(join(server.workDir, 'tree.txt'), 'utf8'), 'fir\nbeech\n')

  const records = await transcriptOf(server.client, task.id)
  const results = records.filter((record) => record.type === 'tool_result')
  assert.deepEqual(
    results.map(({ ok, output, exitCode }) => [ok, output, exitCode]),
    [
      [true, 'Wrote file successfully.', null],
      [true, '2\n', 3],
    ],
  )
  const told = records
    .filter((record) => record.type === 'tool_call')
    .map((it) => `${it.title} ${JSON.stringify(it.input)}`)
  // Its request tells the call anew, in fewer words.
  assert.ok(told.every((each, at) => each !== told[at - 1]))
  assert.ok(told.some((each) => each.startsWith('wc -l < tree.txt; exit 3')))
  const { files, commands } = await server.client.tasks.evidence(task.id)
  assert.ok(files?.some(({ change, path }) => change === 'created' && path === 'tree.txt'))
  assert.deepEqual(commands, [{ command: 'wc -l < tree.txt; exit 3', exitCode: 3, denied: null }])
  await waitFor('it to be gone', () => processesOf(task.id).length === 0)
})

story(
  'it works in the session mode that is set, and a cancel ends it with what it runs',
  async (t) => {
    const server = await startOpencode(t, { MISSION_CONTROL_AGENT_MODE: 'plan' })
    const command = 'touch there; sleep 1000'
    model.otherwise = decide(
      calls({ name: 'write', input: { filePath: 'tree.txt', content: 'fir\n' } }),
      calls({ name: 'bash', input: { command, description: 'Wait' } }),
    )
    await server.client.desktops.setPermissionRules(server.desktopId, [
      { tool: 'shell', pattern: 'touch there; sleep *', decision: 'allow' },
    ])
    const task = await runPrompt(server, 'Note the trees.')
    await waitFor('the command', async () => {
      const records = await transcriptOf(server.client, task.id)
      return records.some((record) => record.type === 'tool_call' && record.title === command)
    })
    await server.client.tasks.cancel(task.id)
    assert.equal((await ended(server.client, task.id)).status, 'cancelled')
    assert.deepEqual(processesOf(task.id), [])
    const [refused] = (await transcriptOf(server.client, task.id)).filter(
      (record) => record.type === 'tool_result',
    )
    assert.equal(refused?.ok, false)
    assert.match(refused!.output, /a rule which prevents you/)
  },
)

story(
  'it has a session for the chat, and knows there what was said before, tools and all',
  async (t) => {
    const server = await startOpencode(t)
    const { chat } = server.client.desktops
    await server.client.desktops.setPermissionRules(server.desktopId, [
      { tool: 'shell', pattern: 'echo *', decision: 'allow' },
    ])
    model.otherwise = decide(
      calls({ name: 'bash', input: { command: 'echo fir', description: 'Look' } }),
      says('It is a fir.'),
      says('As I said.'),
    )
    const first = await chat.send(server.desktopId, 'Which tree is it?')
    assert.deepEqual([first.error, first.reply], [null, 'It is a fir.'])
    const second = await chat.send(server.desktopId, 'Really?')
    assert.deepEqual([second.error, second.reply], [null, 'As I said.'])
    const asked = model.requests.findLast(({ body }) => body.tools)!.body.messages
    // By the agent's own session: its tool call is there, which a history of words has not.
    assert.deepEqual(
      asked.filter(({ role }) => role !== 'system').map(({ role }) => role),
      ['user', 'assistant', 'tool', 'assistant', 'user'],
    )
  },
)
