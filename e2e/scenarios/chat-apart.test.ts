import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '@mission-control/client'
import type { ChatTurn } from '@mission-control/protocol'
import { say, turnEnded } from '../setup/chats.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, says, stalls } from '../setup/model/replies.ts'
import { assertProblem } from '../setup/problems.ts'
import { processesOf } from '../setup/process-table.ts'
import { agentReady, finishPrompt } from '../setup/prompts.ts'
import { DAILY_SEED } from '../setup/sampled.ts'
import { KEY, startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('chat'))
const { client, desktopId, request } = server
const { chat } = client.desktops
const CHAT = `/api/desktops/${desktopId}/chat`
await agentReady(server)

async function asked(): Promise<void> {
  await waitFor('the model to be asked', () => model.script.length === 0)
}

test('a message is a task by its id, and shows in no list, count, figure or event of tasks', async () => {
  const before = await client.board.get()
  const turn = await chat.send(desktopId, 'Hello?')
  const task = await client.tasks.get(turn.taskId)
  assert.deepEqual([task.type, task.content, task.result], ['prompt', 'Hello?', 'Hello.'])
  assert.ok((await client.tasks.output(task.id)).length > 0)
  assert.deepEqual((await client.tasks.evidence(task.id)).usage, turn.usage)

  const after = await client.board.get()
  assert.deepEqual(after.board.columns, before.board.columns)
  assert.deepEqual(after.board.overview.tasks, before.board.overview.tasks)
  assert.equal(after.board.overview.throughput24h, before.board.overview.throughput24h)
  assert.deepEqual(await client.tasks.list(), [])
  assert.deepEqual(await client.tasks.list({ desktopId, status: 'done' }), [])
  assert.deepEqual(await client.activity.list({ taskId: task.id, after: 0 }), [])
  const { throughput } = await client.metrics.get()
  assert.ok(throughput.every(({ done, failed }) => done + failed === 0))
})

test('a reply waits for nobody’s approval, also where every task does', async () => {
  await client.settings.update({ requireApproval: true })
  const turn = await chat.send(desktopId, 'Hello?')
  const task = await finishPrompt(server, 'Hello?')
  await client.settings.update({ requireApproval: false })
  assert.deepEqual([turn.status, task.status], ['done', 'review'])
  const approvals = await client.approvals.list()
  assert.deepEqual(
    approvals.map(({ taskId }) => taskId),
    [task.id],
  )
})

test('a message is no task to be run, judged or deleted', async () => {
  const { taskId } = await chat.send(desktopId, 'Hello?')
  const path = `/api/mission-control/tasks/${taskId}`
  const decision = { decision: 'approve' }
  for (const refused of [
    await request(`${path}/run`, { method: 'POST' }),
    await request(`${path}/review`, { method: 'POST', json: decision }),
    await request(path, { method: 'DELETE' }),
  ]) {
    await assertProblem(refused, 'status_conflict')
  }
})

test('prompts of tasks run beside the chat', async () => {
  model.script = [stalls('Hm')]
  const turn = await say(server, 'Think.')
  await asked()
  assert.equal((await finishPrompt(server, 'Hello?')).status, 'done')
  assert.equal((await chat.get(desktopId, turn.id)).status, 'running')
  await client.tasks.cancel(turn.taskId)
  assert.equal((await turnEnded(server, turn.id)).status, 'cancelled')
})

test('others follow the chat on the streams of desktops', async (t) => {
  const streams = [
    await openStream(t, server, '/api/desktops/stream'),
    await openStream(t, server, `${ACTIVITY}?desktops=true`),
  ]
  const plain = await openStream(t, server, ACTIVITY)
  const sent = await chat.send(desktopId, 'Does anybody hear?')
  await chat.clear(desktopId)
  for (const stream of streams) {
    const turns: (ChatTurn | null)[] = []
    while (turns.at(-1) !== null) {
      const { data } = await stream.nextData()
      if (data.type !== 'desktop.chat') continue
      assert.equal(data.payload.desktopId, desktopId)
      turns.push(data.payload.turn)
    }
    assert.deepEqual(
      turns.map((turn) => turn?.status),
      ['running', 'done', undefined],
    )
    assert.deepEqual(turns.at(-2), sent)
  }
  const marker = await client.tasks.create({ type: 'command', content: 'true', desktopId })
  for (;;) {
    const { data } = await plain.nextData()
    assert.ok(data.type.startsWith('task.') && 'taskId' in data.payload, data.type)
    if (data.payload.taskId === marker.id) break
  }
})

/** A process is started for each: by the day as many as show an order. */
const AT_ONCE = DAILY_SEED === undefined ? 50 : 15

test('many messages at once are answered one after the other, in the order they were taken', async () => {
  await chat.clear(desktopId)
  const first = model.requests.length
  const names = Array.from({ length: AT_ONCE }, (_, i) => `Message ${i}`)
  const other = createClient({ baseUrl: server.url, apiKey: KEY })
  const turns = await Promise.all(
    names.map((name, i) => (i % 2 ? other.desktops.chat : chat).send(desktopId, name)),
  )
  assert.ok(turns.every(({ status }) => status === 'done'))
  const order = (await chat.list(desktopId)).map(({ message }) => message)
  assert.deepEqual(order.toSorted(), names.toSorted())
  const said = model.requests.slice(first).map(({ body }) => body.messages)
  assert.deepEqual(
    said.map((messages) => messages.at(-1)?.content),
    order,
  )
  // Each knew of all before it.
  assert.deepEqual(
    said.map(({ length }) => length),
    order.map((_, i) => 2 * i + 1),
  )
})

test('the conversation is listed page by page, backwards, each page oldest first', async () => {
  const all = await chat.list(desktopId, { limit: 500 })
  const newest = await chat.list(desktopId, { limit: 5 })
  assert.deepEqual(newest, all.slice(-5))
  const older = await chat.list(desktopId, { limit: 5, before: newest[0]!.id })
  assert.deepEqual(older, all.slice(-10, -5))
})

test('no more than 100 messages wait', async () => {
  await chat.clear(desktopId)
  model.script = [stalls('Hm')]
  await say(server, 'Think.')
  await asked()
  const long = 'x'.repeat(30_000)
  await Promise.all(Array.from({ length: 100 }, (_, i) => say(server, `Message ${i} ${long}`)))
  const refused = await request(CHAT, { method: 'POST', json: { message: 'One more' } })
  await assertProblem(refused, 'chat_full')
  // Long turns come a few megabytes at a time.
  const ids: string[] = []
  for (let before: string | undefined; ids.length < 101; before = ids[0]) {
    const turns = await chat.list(desktopId, { limit: 500, before })
    assert.ok(turns.length > 0 && turns.length < 101)
    ids.unshift(...turns.map(({ id }) => id))
  }
  assert.deepEqual(ids, [...new Set(ids)].toSorted())
  assert.equal(ids.length, 101)
  await chat.clear(desktopId)
})

test('who leaves does not stop the turn', async () => {
  model.script = [says('Still ', 'here.')]
  const turn = await say(server, 'Bye.')
  assert.equal((await turnEnded(server, turn.id)).reply, 'Still here.')
})

test('a message that says nothing, too much or NUL is refused, and not kept', async () => {
  await chat.clear(desktopId)
  for (const message of ['', ' \n', 'x'.repeat(64 * 1024 + 1), 'a\0b', '\ud800', 7, undefined]) {
    const refused = await request(CHAT, { method: 'POST', json: { message } })
    await assertProblem(refused, 'invalid_request')
  }
  assert.deepEqual(await chat.list(desktopId), [])
})

test('of another workspace’s desktop, of none and of one without an agent there is no chat', async () => {
  const { id: silent } = await client.desktops.create({ name: 'never connected' })
  const stranger = (await addStranger(server)).desktops.chat
  const { id } = await chat.send(desktopId, 'Hello?')
  const missing = { status: 404, code: 'desktop_not_found' }
  for (const [one, desktop] of [
    [stranger, desktopId],
    [chat, 'desktop_none'],
  ] as const) {
    await assert.rejects(one.send(desktop, 'Hello?'), missing)
    await assert.rejects(one.list(desktop), missing)
    await assert.rejects(one.clear(desktop), missing)
    await assert.rejects(one.get(desktop, id), missing)
  }
  await assert.rejects(chat.get(silent, id), { status: 404, code: 'chat_turn_not_found' })
  const task = await client.tasks.create({ type: 'command', content: 'true', desktopId })
  await assert.rejects(chat.get(desktopId, task.id), { code: 'chat_turn_not_found' })
  await assert.rejects(chat.send(silent, 'Hello?'), { status: 503, code: 'desktop_unavailable' })
  assert.deepEqual(await chat.list(silent), [])
})

test('an agent that is not ready takes no message', async (t) => {
  const other = await startServer(t)
  const { chat } = other.client.desktops
  await assert.rejects(chat.send(other.desktopId, 'Hello?'), {
    status: 503,
    code: 'agent_not_ready',
  })
  assert.deepEqual(await chat.list(other.desktopId), [])
})

test('a removed desktop takes its chat along, and what runs in it', async (t) => {
  const other = await startServer(t, model.environment('chat'))
  await agentReady(other)
  model.script = [stalls('Hm')]
  const { taskId } = await say(other, 'Think.')
  await asked()
  await other.client.desktops.delete(other.desktopId)
  await assert.rejects(other.client.tasks.get(taskId), { code: 'task_not_found' })
  await waitFor('the agent to be gone', () => processesOf(taskId).length === 0)
})

test('what an agent asks for in a chat is asked as in a task', async (t) => {
  const other = await startServer(t, model.environment('builtin'))
  await agentReady(other)
  const { approvals, desktops } = other.client
  await desktops.setPermissionRules(other.desktopId, [{ tool: 'shell', decision: 'ask' }])
  model.script = [calls({ name: 'shell', input: { command: 'echo ash' } }), says('An ash.')]
  const turn = await say(other, 'Which tree is it?')
  const [asked] = await waitFor('the question', async () => {
    const open = await approvals.list({ kind: 'permission' })
    return open.length > 0 && open
  })
  assert.equal(asked!.taskId, turn.taskId)
  await approvals.resolve(asked!.id, { decision: 'approve' })
  assert.equal((await turnEnded(other, turn.id)).reply, 'An ash.')
})
