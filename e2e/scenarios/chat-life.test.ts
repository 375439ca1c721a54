import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inWords, say, turnEnded } from '../setup/chats.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, type Reply, says } from '../setup/model/replies.ts'
import { childrenOf, isAlive } from '../setup/process-table.ts'
import { agentReady } from '../setup/prompts.ts'
import { startDesktop, startRunner } from '../setup/runner.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)

/** Work that lasts until there is a file, and the reply after it. */
function longWork(): Reply[] {
  const command = `echo begun; ${untilThere('go-on')}`
  return [calls({ name: 'shell', input: { command } }), says('It is done.')]
}

/** One message that is being worked on, and one that waits for it. */
async function begin(server: TestServer) {
  await agentReady(server)
  model.script = longWork()
  const running = await say(server, 'Do long work.')
  await waitFor('the work to have begun', () => model.script.length === 1)
  const waiting = await say(server, 'Then?')
  assert.deepEqual([running.status, waiting.status], ['running', 'queued'])
  return { running, waiting }
}

async function finish(server: TestServer, { running, waiting }: Awaited<ReturnType<typeof begin>>) {
  writeFileSync(join(server.workDir, 'go-on'), '')
  assert.equal((await turnEnded(server, running.id)).reply, 'It is done.')
  assert.equal((await turnEnded(server, waiting.id)).reply, 'Hello.')
  const [, ...said] = model.requests.at(-1)!.body.messages.map(({ content }) => content)
  assert.deepEqual(said, ['Do long work.', 'It is done.', 'Then?'])
}

test('what is being answered and what waits outlive the server', async (t) => {
  const first = await startServer(t, model.environment('builtin'))
  const turns = await begin(first)
  first.program.child.kill('SIGKILL')
  await first.program.exited
  const second = await startServer(t, model.environment('builtin'), first.dataDir)
  const listed = await second.client.desktops.chat.list(second.desktopId)
  assert.deepEqual(
    listed.map(({ id, status }) => [id, status]),
    [
      [turns.running.id, 'running'],
      [turns.waiting.id, 'queued'],
    ],
  )
  await finish(second, turns)
})

test('and the runner', async (t) => {
  const server = await startServer(t, model.environment('builtin'))
  const turns = await begin(server)
  const [runner] = childrenOf(server.program.pid, '--until-stdin-ends')
  process.kill(runner!, 'SIGKILL')
  await waitFor('it to be gone', () => !isAlive(runner!))
  await finish(server, turns)
})

test('who waits for a reply gets the turn as it stands when the server stops', async (t) => {
  const server = await startServer(t, model.environment('builtin'))
  await agentReady(server)
  model.script = longWork()
  const reply = server.client.desktops.chat.send(server.desktopId, 'Do long work.')
  await waitFor('the work to have begun', () => model.script.length === 1)
  assert.equal(await server.stop(), 0)
  const { status, reply: none } = await reply
  assert.deepEqual([status, none], ['running', null])
})

test('who follows a turn goes on without gap or repeat when the server was killed', async (t) => {
  const first = await startServer(t, { ...model.environment('builtin') })
  await agentReady(first)
  model.script = longWork()
  const { port } = new URL(first.url)
  const words: string[] = []
  for await (const frame of first.client.desktops.chat.stream(first.desktopId, 'Do long work.')) {
    words.push(...inWords([frame]))
    if (words.at(-1) !== 'tool_call') continue
    first.program.child.kill('SIGKILL')
    await first.program.exited
    const env = { ...model.environment('builtin'), PORT: port }
    await startServer(t, env, first.dataDir)
    writeFileSync(join(first.workDir, 'go-on'), '')
  }
  assert.deepEqual(
    words.filter((each) => each !== 'turn running'),
    [
      'tool_call',
      'tool_result',
      'usage',
      'message It is done.',
      'usage',
      'result It is done.',
      'turn done',
    ],
  )
})

test('a message that waits is kept while its desktop is away, and goes out when it is back', async (t) => {
  const server = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  const env = model.environment('builtin')
  const { desktop, dir, program } = await startDesktop(t, server, 'away', env)
  const there = { ...server, desktopId: desktop.id, workDir: join(dir, 'work') }
  const turns = await begin(there)
  program.child.kill('SIGTERM')
  await program.exited
  await waitFor('it to be away', async () => {
    return (await server.client.desktops.get(desktop.id)).status === 'stopped'
  })
  const { chat } = server.client.desktops
  await assert.rejects(chat.send(desktop.id, 'Hello?'), {
    status: 503,
    code: 'desktop_unavailable',
  })
  await server.client.tasks.cancel(turns.running.taskId)
  assert.equal((await turnEnded(there, turns.running.id)).status, 'cancelled')
  assert.equal((await chat.get(desktop.id, turns.waiting.id)).status, 'queued')
  model.script = []
  await startRunner(t, server.url, dir, desktop.credential, env)
  assert.equal((await turnEnded(there, turns.waiting.id)).reply, 'Hello.')
  assert.deepEqual(
    (await chat.list(desktop.id)).map(({ message }) => message),
    ['Do long work.', 'Then?'],
  )
})
