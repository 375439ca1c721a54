import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { startGateway } from '../setup/gateway.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, fails, says, stalls } from '../setup/model/replies.ts'
import { agentReady, finishPrompt, transcriptOf } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'

const model = await ModelServer.start(wholeFile)
const gateway = {
  MISSION_CONTROL_AGENT_BASE_URL: await startGateway(wholeFile),
  MISSION_CONTROL_AGENT_HEADERS: [
    'x-portkey-provider: openai',
    `x-portkey-custom-host: http://127.0.0.1:${model.port}/v1`,
  ].join('\n'),
}

test('chat: a published gateway in front of the model is ready, answers, and says what it took', async (t) => {
  const server = await startServer(t, { ...model.environment('chat'), ...gateway })
  await agentReady(server)
  model.script = [says('The gate ', 'is ', 'open. 🚪')]
  const task = await finishPrompt(server, 'How is the gate?')
  assert.deepEqual([task.status, task.error, task.result], ['done', null, 'The gate is open. 🚪'])
  assert.deepEqual(task.usage, { inputTokens: 100, outputTokens: 20, costUsd: null, steps: 1 })
  assert.equal(model.requests.at(-1)?.headers['x-portkey-provider'], undefined)
  const said = (await transcriptOf(server.client, task.id)).filter(({ type }) => type === 'message')
  assert.ok(said.length > 1)

  model.script = [fails(401, 'No more credit')]
  const refused = await finishPrompt(server, 'And now?')
  assert.deepEqual([refused.status, refused.error?.code], ['failed', 'agent_refused'])
  assert.match(refused.error!.message, /No more credit/)
})

test('builtin: the same gateway passes tool calls on, piece by piece', async (t) => {
  const server = await startServer(t, {
    ...model.environment('builtin'),
    ...gateway,
    MISSION_CONTROL_AGENT_SILENCE_SECONDS: '1.5',
  })
  await agentReady(server)
  model.script = [calls({ name: 'shell', input: { command: 'echo through' } }), says('Done.')]
  const task = await finishPrompt(server, 'Call something.')
  assert.deepEqual([task.status, task.result, task.usage?.steps], ['done', 'Done.', 2])

  model.script = [stalls()]
  const stalled = await finishPrompt(server, 'Stall.')
  assert.deepEqual([stalled.status, stalled.error?.code], ['failed', 'agent_unreachable'])
})
