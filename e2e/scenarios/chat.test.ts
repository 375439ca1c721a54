import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChatFrame } from '@mission-control/protocol'
import { inWords, say, turnEnded } from '../setup/chats.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { says, stalls } from '../setup/model/replies.ts'
import { assertProblem } from '../setup/problems.ts'
import { processesOf } from '../setup/process-table.ts'
import { agentReady } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('chat'))
const { client, desktopId } = server
const { chat } = client.desktops
await agentReady(server)

/** Resolves once the model has been asked for all of its script. */
async function asked(): Promise<void> {
  await waitFor('the model to be asked', () => model.script.length === 0)
}

test('a message is answered with the whole turn', async () => {
  model.script = [says('I am ', 'fine. 😀')]
  const turn = await chat.send(desktopId, 'How are you?')
  const { id, taskId, createdAt, completedAt, createdBy, ...rest } = turn
  assert.deepEqual([createdBy?.kind, createdBy?.name], ['key', 'First key'])
  assert.deepEqual(rest, {
    message: 'How are you?',
    reply: 'I am fine. 😀',
    status: 'done',
    error: null,
    usage: { inputTokens: 100, outputTokens: 20, costUsd: null, steps: 1 },
  })
  assert.deepEqual(await chat.get(desktopId, id), turn)
})

test('a message can be followed as it is answered', async () => {
  model.script = [says('One, ', 'two.')]
  const frames: ChatFrame[] = []
  for await (const frame of chat.stream(desktopId, 'Count.')) frames.push(frame)
  assert.deepEqual(inWords(frames), [
    'turn running',
    'message One, ',
    'message two.',
    'usage',
    'result One, two.',
    'turn done',
  ])
})

test('messages that come while the agent is busy wait for their turn, in their order', async () => {
  model.script = [stalls('Hm')]
  const first = await say(server, 'First.')
  await asked()
  const others = [await say(server, 'Second.'), await say(server, 'Third.')]
  assert.deepEqual(
    [first, ...others].map(({ status }) => status),
    ['running', 'queued', 'queued'],
  )
  await client.tasks.cancel(first.taskId)
  assert.equal((await turnEnded(server, first.id)).status, 'cancelled')
  for (const { id } of others) assert.equal((await turnEnded(server, id)).status, 'done')
  const messages = model.requests.slice(-2).map(({ body }) => body.messages.at(-1)?.content)
  assert.deepEqual(messages, ['Second.', 'Third.'])
})

test('a cleared chat is empty; what ran is stopped, what waited is dropped', async () => {
  model.script = [stalls('Hm')]
  const running = await say(server, 'Go on and on.')
  await asked()
  const waiting = chat.send(desktopId, 'Never.')
  await waitFor('both', async () => (await chat.list(desktopId)).at(-1)?.message === 'Never.')
  await chat.clear(desktopId)
  assert.equal((await waiting).status, 'cancelled')
  assert.deepEqual(await chat.list(desktopId), [])
  await waitFor('the agent to be gone', () => processesOf(running.taskId).length === 0)
})

test('a message that is repeated with its key is said once, and answered with the finished turn', async () => {
  model.script = [stalls('Hm')]
  const post = (accept: string) =>
    server.request(`/api/desktops/${desktopId}/chat`, {
      method: 'POST',
      json: { message: 'Only once.' },
      headers: { accept, 'idempotency-key': 'once' },
    })
  const first = await post('text/event-stream')
  await asked()
  const early = await post('text/event-stream')
  assert.equal(early.headers.get('retry-after'), '1')
  await assertProblem(early, 'idempotency_in_flight')

  const turns = (await chat.list(desktopId)).filter(({ message }) => message === 'Only once.')
  assert.equal(turns.length, 1)
  await client.tasks.cancel(turns[0]!.taskId)
  await first.text()
  const late = await post('text/event-stream')
  assert.equal(late.status, 200)
  assert.equal(late.headers.get('content-type'), 'application/json; charset=utf-8')
  assert.deepEqual(await late.json(), await chat.get(desktopId, turns[0]!.id))
})

test('whose key is revoked while they wait gets no answer; one that was rotated is good for as long as was said', async () => {
  const { key, id } = await client.apiKeys.create('asks')
  const ask = async () => {
    model.script = [stalls('Hm')]
    const answer = server.request(`/api/desktops/${desktopId}/chat`, {
      method: 'POST',
      headers: { 'x-api-key': key },
      json: { message: 'Think for long.' },
    })
    await asked()
    const { taskId } = (await chat.list(desktopId)).at(-1)!
    return { taskId, answer }
  }
  const rotated = await ask()
  await client.apiKeys.rotate(id, { oldValidForSeconds: 3600 })
  await client.tasks.cancel(rotated.taskId)
  assert.equal((await (await rotated.answer).json()).status, 'cancelled')

  const revoked = await ask()
  await client.apiKeys.delete(id)
  await assertProblem(await revoked.answer, 'unauthenticated')
  assert.equal((await client.tasks.get(revoked.taskId)).status, 'running')
  await client.tasks.cancel(revoked.taskId)
})

test('a reply that takes its time begins with blanks, so that nobody hangs up', async () => {
  model.script = [stalls('Hm')]
  const answer = await server.request(`/api/desktops/${desktopId}/chat`, {
    method: 'POST',
    json: { message: 'Think for long.' },
  })
  const pieces: string[] = []
  for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
    pieces.push(piece)
    if (pieces.length > 1) continue
    const running = (await chat.list(desktopId)).at(-1)!
    assert.equal(running.status, 'running')
    await client.tasks.cancel(running.taskId)
  }
  assert.equal(pieces[0], ' ')
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  assert.equal(JSON.parse(pieces.join('')).status, 'cancelled')
})
