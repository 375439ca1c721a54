import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ASKING } from '@mission-control/protocol/agents'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { fails, says, saysWhen } from '../setup/model/replies.ts'
import { agentReady, finishPrompt, runPrompt, transcriptOf } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('chat'))
const { client, desktopId } = server

test('the agent is ready once it has answered, and says which it is', async () => {
  await agentReady(server)
  const { agent } = await client.desktops.get(desktopId)
  assert.deepEqual(agent, {
    kind: 'chat',
    model: 'scripted-1',
    problem: null,
    source: 'machine',
    ...ASKING.chat,
  })
})

test('a prompt is answered: the transcript as it came, the answer and what it took on the task', async () => {
  model.script = [says('The tree ', 'is ', 'fine. 😀')]
  const task = await finishPrompt(server, 'How is the tree?')
  assert.deepEqual([task.status, task.error, task.exitCode], ['done', null, null])
  assert.equal(task.result, 'The tree is fine. 😀')
  assert.deepEqual(task.usage, { inputTokens: 100, outputTokens: 20, costUsd: null, steps: 1 })
  assert.deepEqual(model.requests.at(-1)?.body.messages, [
    { role: 'user', content: 'How is the tree?' },
  ])
  const records = await transcriptOf(client, task.id)
  assert.deepEqual(
    records.map((record) => ('text' in record ? `${record.type} ${record.text}` : record.type)),
    ['message The tree ', 'message is ', 'message fine. 😀', 'usage', `result ${task.result}`],
  )
})

test('a prompt that needs approval waits for it with its answer', async () => {
  const task = await finishPrompt(server, 'Say hello.', { requiresApproval: true })
  assert.deepEqual([task.status, task.result], ['review', 'Hello.'])
  const events = await client.activity.list({ taskId: task.id, after: 0 })
  const review = events.find((event) => event.type === 'task.review')
  assert.deepEqual(review?.payload.usage, task.usage)
})

test('the board shows the last line while the agent speaks, and what the answer says first once it is whole', async () => {
  const shown = Promise.withResolvers<void>()
  model.script = [saysWhen('First.\nAnd la', shown.promise, 'st.')]
  const { id } = await runPrompt(server, 'Two lines, please.')
  const tailOf = async (status: 'running' | 'done') => {
    const { board } = await client.board.get()
    return board.columns[status].find((card) => card.id === id)?.tail
  }
  await waitFor('the last line', async () => (await tailOf('running')) === 'And la')
  shown.resolve()
  await ended(client, id)
  assert.equal(await tailOf('done'), 'First.')
})

test('an endpoint that cannot list its models is ready by an answer; one that answers nothing is not', async (t) => {
  const other = await ModelServer.start(t)
  other.list = fails(500, 'The list is broken', { 'retry-after': '0.1' })
  const ready = await startServer(t, other.environment('chat'))
  await agentReady(ready)
  assert.equal((await finishPrompt(ready, 'Hello?')).result, 'Hello.')

  other.whole = fails(500, 'All is broken', { 'retry-after': '0.1' })
  const broken = await startServer(t, other.environment('chat'))
  const problem = await waitFor('the problem', async () => {
    const { agent } = await broken.client.desktops.get(broken.desktopId)
    return agent?.problem?.includes("hasn't answered yet") ? null : agent?.problem
  })
  assert.match(problem, /500: All is broken/)
})
