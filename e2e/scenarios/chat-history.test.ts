import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BareRunner } from '../setup/bare-runner.ts'
import { say, turnEnded } from '../setup/chats.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, fails, says, stalls } from '../setup/model/replies.ts'
import { agentReady, finishPrompt } from '../setup/prompts.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('chat'))
const { client, desktopId } = server
const { chat } = client.desktops
await agentReady(server)

/** What the model was asked last, each message as its role and its words. */
function lastAsked(): string[] {
  const { messages } = model.requests.at(-1)!.body
  return messages.map(({ role, content }) => `${role}: ${content}`)
}

/** Says it, has the model reply that, and resolves with the reply. */
async function exchange(message: string, reply: string, where = server): Promise<void> {
  model.script = [says(reply)]
  const turn = await where.client.desktops.chat.send(where.desktopId, message)
  assert.deepEqual([turn.status, turn.reply], ['done', reply])
}

test('the model is told what was said before, and a cleared chat begins anew', async () => {
  await exchange('My name is Ada.', 'Hello, Ada.')
  await exchange('Guess my age.', '36?')
  await exchange('Who am I?', 'You are Ada.')
  const before = [
    'user: My name is Ada.',
    'assistant: Hello, Ada.',
    'user: Guess my age.',
    'assistant: 36?',
  ]
  assert.deepEqual(lastAsked(), [...before, 'user: Who am I?'])
  await chat.clear(desktopId)
  await exchange('Who am I?', 'I do not know.')
  assert.deepEqual(lastAsked(), ['user: Who am I?'])
})

test('a prompt task knows nothing of the chat, nor the chat of it', async () => {
  await chat.clear(desktopId)
  await exchange('My name is Ada.', 'Hello, Ada.')
  await finishPrompt(server, 'Who am I?')
  assert.deepEqual(lastAsked(), ['user: Who am I?'])
  await exchange('What did I ask?', 'Nothing.')
  assert.deepEqual(lastAsked(), [
    'user: My name is Ada.',
    'assistant: Hello, Ada.',
    'user: What did I ask?',
  ])
})

test('the agent knows of a message that has no reply, and why', async () => {
  await chat.clear(desktopId)
  model.script = [fails(400, 'Too difficult.')]
  const failed = await chat.send(desktopId, 'Divide by zero.')
  assert.deepEqual([failed.status, failed.reply], ['failed', null])
  assert.match(failed.error!.message, /Too difficult/)
  await agentReady(server)
  model.script = [stalls('Hm')]
  const { id, taskId } = await say(server, 'Count to infinity.')
  await waitFor('the model to be asked', () => model.script.length === 0)
  await client.tasks.cancel(taskId)
  assert.equal((await turnEnded(server, id)).status, 'cancelled')
  await exchange('Go on.', 'No.')
  const [divide, why, count, stopped, goOn] = lastAsked()
  assert.deepEqual(
    [divide, count, goOn],
    ['user: Divide by zero.', 'user: Count to infinity.', 'user: Go on.'],
  )
  assert.match(why!, /^assistant: \(I could not reply: .*Too difficult/)
  assert.match(stopped!, /^assistant: \(I was stopped/)
})

test('of a long conversation the newest turns go along, whole', async () => {
  await chat.clear(desktopId)
  for (const name of ['first', 'second', 'third']) {
    await exchange(`The ${name}.`, `${name} `.repeat(4_000))
  }
  await exchange('And now?', 'Now.')
  const roles = lastAsked().map((each) => each.slice(0, 20))
  assert.deepEqual(roles, [
    'user: The second.',
    'assistant: second se',
    'user: The third.',
    'assistant: third thi',
    'user: And now?',
  ])
})

test('the built-in agent gets the conversation as messages, without the steps of its replies', async (t) => {
  const builtin = await startServer(t, model.environment('builtin'))
  await agentReady(builtin)
  model.script = [
    calls({ name: 'shell', input: { command: 'echo seven > number' } }),
    says('Noted.'),
  ]
  assert.equal(
    (await builtin.client.desktops.chat.send(builtin.desktopId, 'Note 7.')).reply,
    'Noted.',
  )
  await exchange('What did I say?', 'Seven.', builtin as TestServer)
  const [instructions, ...said] = lastAsked()
  assert.match(instructions!, /^system: .*A person is talking with you/)
  assert.deepEqual(said, ['user: Note 7.', 'assistant: Noted.', 'user: What did I say?'])
})

test('a runner of version 2 gets the conversation in front of the prompt', async (t) => {
  const ready = { kind: 'chat', model: 'm', ready: true, problem: null } as const
  const desktop = await client.desktops.create({ name: 'older' })
  const there = { client, desktopId: desktop.id }
  const first = await BareRunner.connect(t, server, desktop, 2, ready)
  const { taskId } = await say(there, 'My name is Ada.')
  assert.equal((await first.hears('prompt')).prompt, 'My name is Ada.')
  await first.leave()
  await client.tasks.cancel(taskId)
  const second = await BareRunner.connect(t, server, desktop, 2, ready)
  await say(there, 'Who am I?')
  const { prompt, ...rest } = await second.hears('prompt')
  assert.match(prompt, /conversation so far.*User: My name is Ada\..*Who am I\?$/s)
  assert.ok(!('history' in rest) && !('conversation' in rest))
})
