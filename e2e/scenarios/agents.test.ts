import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { waitForTask } from '@mission-control/client'
import { PUBLISHED_AGENTS, type PublishedAgent, type PublishedName } from '../setup/agents.ts'
import { type Scope, wholeFile } from '../setup/cleanup.ts'
import { hangingAgent } from '../setup/hanging-agent.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, fails, type Reply, says } from '../setup/model/replies.ts'
import { openPermissions } from '../setup/permissions.ts'
import { processesOf } from '../setup/process-table.ts'
import { agentReady, finishPrompt, runPrompt, transcriptOf } from '../setup/prompts.ts'
import { startDesktop } from '../setup/runner.ts'
import { sampled } from '../setup/sampled.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

/** Programs of 100 MB and more: on a busy machine they take their time to introduce themselves. */
const READY_WITHIN_MS = 100_000
/** What hangs is given up after a minute. */
const GIVEN_UP_MS = 120_000
const COMMAND = 'touch tree.txt; echo fir; exit 3'

interface Place {
  agent: PublishedAgent
  server: TestServer
  model: ModelServer
}

type Where = Pick<TestServer, 'client' | 'desktopId'>
type Row = (place: Place) => Promise<void>

const ROWS: Record<string, Row> = {
  'a command is asked for, runs, and is told with its output, its end and what all of it took':
    async ({ agent, server, model }) => {
      model.otherwise = decides(calls(agent.runs(COMMAND)), says('Two ', 'trees.'))
      const { id } = await runPrompt(server, 'Count the trees.')
      const [asked] = await openPermissions(server, id)
      await server.client.approvals.resolve(asked!.id, { decision: 'approve' })
      const task = await ended(server.client, id)
      assert.deepEqual([task.status, task.error, task.result], ['done', null, 'Two trees.'])
      const { inputTokens, outputTokens, steps } = task.usage!
      assert.deepEqual({ inputTokens, outputTokens, steps }, { ...agent.tokens, steps: 2 })
      const result = (await transcriptOf(server.client, id)).find((it) => it.type === 'tool_result')
      const exitCode = agent.tellsExit ? 3 : null
      assert.equal(result?.exitCode, exitCode)
      if (agent.tellsOutput) assert.match(result!.output, /fir/)
      const { agent: known } = await server.client.desktops.get(server.desktopId)
      assert.deepEqual([known?.model, known?.asksPermission], [agent.model, agent.asks])
      const { files, commands } = await server.client.tasks.evidence(id)
      assert.ok(files?.some(({ path }) => path === 'tree.txt'))
      assert.deepEqual(commands, [{ command: COMMAND, exitCode, denied: null }])
    },
  'the words of a denial reach it, and it goes on with them': async ({ agent, server, model }) => {
    model.otherwise = decides(calls(agent.runs(COMMAND)), ...Array(9).fill(says('By hand: two.')))
    const { id } = await runPrompt(server, 'Count the trees.')
    const [asked] = await openPermissions(server, id)
    const feedback = 'Count them by hand.'
    await server.client.approvals.resolve(asked!.id, { decision: 'reject', feedback })
    const task = await ended(server.client, id)
    assert.deepEqual([task.status, task.error, task.result], ['done', null, 'By hand: two.'])
    assert.ok(model.requests.some(({ body }) => JSON.stringify(body).includes(feedback)))
  },
  'a denial after which it says nothing is no success': async ({ agent, server, model }) => {
    model.otherwise = decides(calls(agent.runs(COMMAND)), ...Array(9).fill(says()))
    const { id } = await runPrompt(server, 'Count the trees.')
    const [asked] = await openPermissions(server, id)
    await server.client.approvals.resolve(asked!.id, { decision: 'reject' })
    const { status, error } = await ended(server.client, id)
    assert.deepEqual([status, error?.code], ['failed', 'agent_denied'])
  },
  'a cancel ends it': async ({ agent, server, model }) => {
    model.otherwise = decides(calls(agent.runs(COMMAND)))
    const { id } = await runPrompt(server, 'Count the trees.')
    await openPermissions(server, id)
    await server.client.tasks.cancel(id)
    assert.equal((await ended(server.client, id)).status, 'cancelled')
    await waitFor('it to be gone', () => processesOf(id).length === 0)
  },
  'in the chat it knows what was said before': async ({ agent, server, model }) => {
    const { chat } = server.client.desktops
    model.otherwise = decides(says('It is a fir.'), ...Array(3).fill(says('As I said.')))
    const first = await chat.send(server.desktopId, 'Which tree is it?')
    assert.deepEqual([first.error, first.reply], [null, 'It is a fir.'])
    model.otherwise = decides(...Array(3).fill(says('As I said.')))
    const second = await chat.send(server.desktopId, 'Really?')
    assert.deepEqual([second.error, second.reply], [null, 'As I said.'])
    const asked = model.requests.filter(({ body }) => JSON.stringify(body).includes('Really?'))
    assert.ok(asked.some(({ body }) => JSON.stringify(body).includes('It is a fir.')))
    const isTold = asked.some(({ body }) =>
      JSON.stringify(body).includes('Our conversation so far'),
    )
    assert.equal(isTold, !agent.keepsSession)
  },
  'a model that fails is a failure, in its words': async ({ server, model }) => {
    model.otherwise = fails(400, 'The model is broken.')
    const { status, error } = await finishPrompt(server, 'Count the trees.')
    assert.deepEqual([status, error?.code], ['failed', 'agent_error'])
    assert.match(error!.message, /The model is broken\./)
  },
  'an empty answer is no success': async ({ server, model }) => {
    model.otherwise = decides(...Array(40).fill(says()))
    const { status, error } = await finishPrompt(server, 'Count the trees.')
    assert.deepEqual([status, error?.code], ['failed', 'agent_error'])
  },
}
const SIGNED_OUT = 'where nobody has signed in a prompt fails, in words'

/** Rows with a program of its name in the place of the real one. */
const HANGING: Record<string, (where: Where) => Promise<void>> = {
  'that hangs at its start is not ready, in words': async ({ client, desktopId }) => {
    const wanted = "The agent's program hasn't introduced itself within 60 s."
    const isSaid = async () => (await client.desktops.get(desktopId)).agent?.problem === wanted
    await waitFor(wanted, isSaid, GIVEN_UP_MS)
  },
  'that begins no session fails a prompt, in words': async (where) => {
    const { id } = await runPrompt(where, 'Count the trees.')
    const { error } = await waitForTask(where.client, id, { timeoutMs: GIVEN_UP_MS })
    const words = /^The agent's program hasn't begun a session within 60 s\. Check /
    assert.equal(error?.code, 'agent_unreachable')
    assert.match(error!.message, words)
  },
}

/** The cheapest to install: OpenCode, which other tests need as well, and 23 MB. Codex and Claude Code have 180 MB each. */
const USUAL = 'opencode,gemini'
const wanted = process.env.MISSION_CONTROL_TEST_AGENTS ?? USUAL
const names = (
  wanted === 'all' ? Object.keys(PUBLISHED_AGENTS) : wanted.split(',')
) as PublishedName[]
const cells = [...Object.keys(ROWS), SIGNED_OUT, ...Object.keys(HANGING)].flatMap((row) =>
  names.map((name) => ({ name, row })),
)
// One takes up to 10 seconds of a processor's time, most of it for starts of the program.
const chosen = wanted === USUAL ? sampled(cells, 1) : cells

for (const name of new Set(chosen.map((cell) => cell.name))) {
  const agent = PUBLISHED_AGENTS[name]
  // Of its own: what was asked of the model, this agent has asked.
  const model = await ModelServer.start(wholeFile)
  describe(name, () => {
    let starting: Promise<TestServer> | undefined
    for (const { row } of chosen.filter((cell) => cell.name === name && !(cell.row in HANGING))) {
      test(row, async (t) => {
        if (row === SIGNED_OUT) return await signedOut(t, agent, model)
        starting ??= startWith(wholeFile, agent, model)
        await ROWS[row]!({ agent, server: await starting, model })
      })
    }
  })
}

// Side by side: each waits for a minute, and does nothing.
describe('a program', { concurrency: true }, () => {
  let starting: Promise<TestServer> | undefined
  for (const { name, row } of chosen.filter((cell) => cell.row in HANGING)) {
    test(`called ${name} ${row}`, async (t) => {
      starting ??= startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
      const server = await starting
      const at = row.includes('session') ? 'session' : 'start'
      const { desktop } = await startDesktop(t, server, `${name} ${at}`, hangingAgent(t, name, at))
      await HANGING[row]!({ client: server.client, desktopId: desktop.id })
    })
  }
})

async function startWith(
  t: Scope,
  agent: PublishedAgent,
  model: ModelServer,
  key?: string,
): Promise<TestServer> {
  const server = await startServer(t, await agent.environment(t, model, key))
  await agentReady(server, true, READY_WITHIN_MS)
  return server
}

async function signedOut(t: Scope, agent: PublishedAgent, model: ModelServer): Promise<void> {
  const server = await startWith(t, agent, model, '')
  const { status, error } = await finishPrompt(server, 'Count the trees.')
  assert.deepEqual([status, error?.code], ['failed', agent.signedOut])
}

/** Agents also ask for titles and the like, at any time and without tools. */
function decides(...decisions: Reply[]): Reply {
  return (response, request) => {
    const next = request.body.tools?.length ? decisions.shift() : says('A title')
    return (next ?? says('Nothing more.'))(response, request)
  }
}
