import assert from 'node:assert/strict'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { ON_SQLITE } from '../setup/engine.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { MODEL_KEY, ModelServer } from '../setup/model/model-server.ts'
import { assertProblem } from '../setup/problems.ts'
import { isAlive } from '../setup/process-table.ts'
import { startProgram } from '../setup/processes.ts'
import { agentReady, finishPrompt, runPrompt } from '../setup/prompts.ts'
import { startDesktop, startRunner } from '../setup/runner.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)
const baseUrl = `http://127.0.0.1:${model.port}/v1`
const chat = { kind: 'chat', baseUrl, apiKey: MODEL_KEY } as const
const ONE_PLACE = { MISSION_CONTROL_CONCURRENCY: '1' }
const NO_LOCAL = { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }
/** Replicas have no key in a file. */
const BY_FILE = { ...NO_LOCAL, ...ON_SQLITE, MISSION_CONTROL_SECRET_KEY: '' }

/** The same server again: on the same data and the same port. */
async function again(
  t: Parameters<typeof startServer>[0],
  { dataDir, url }: TestServer,
  env: NodeJS.ProcessEnv = {},
): Promise<TestServer> {
  return await startServer(t, { PORT: new URL(url).port, ...env }, dataDir)
}

test('a set-up outlives the server, and its runner', async (t) => {
  const first = await startServer(t)
  const { setup } = await first.client.agents.setUp(first.desktopId, chat)
  await agentReady(first)
  await first.stop()
  const server = await again(t, first)
  assert.deepEqual(await server.client.agents.get(server.desktopId), { setup })
  assert.equal((await finishPrompt(server, 'Hello?')).result, 'Hello.')
})

/** A desktop with a prompt that its runner has taken and can't start yet, because a command runs. */
async function withPromptThatWaits(t: Parameters<typeof startServer>[0], server: TestServer) {
  const runner = await startDesktop(t, server, 'busy', ONE_PLACE)
  const where = { client: server.client, desktopId: runner.desktop.id }
  await server.client.agents.setUp(where.desktopId, chat)
  await agentReady(where)
  await runCommand(where, untilThere('go-on'))
  const { id } = await runPrompt(where, 'Hello?')
  await waitFor('it to be queued', async () => {
    return (await server.client.tasks.get(id)).waiting === 'queued'
  })
  runner.program.child.kill('SIGKILL')
  await waitFor('the runner to be gone', () => !isAlive(runner.program.pid))
  return { ...runner, id }
}

test('a prompt that waits when its runner starts anew waits for the server to say who gets it', async (t) => {
  const first = await startServer(t, NO_LOCAL)
  const { desktop, dir, id } = await withPromptThatWaits(t, first)
  await first.stop()
  writeFileSync(join(dir, 'work/go-on'), '')
  const runner = startProgram(t, ['runner', '--server', first.url, '--dir', dir], {
    MISSION_CONTROL_CREDENTIAL: desktop.credential,
    ...ONE_PLACE,
  })
  await waitFor('it to look for the server', () => runner.stderr().includes('cannot be reached'))
  const server = await again(t, first, NO_LOCAL)
  const task = await ended(server.client, id)
  assert.deepEqual([task.status, task.result], ['done', 'Hello.'])
})

test('a prompt that waits for an agent which is removed meanwhile fails, once, and says so', async (t) => {
  const server = await startServer(t, NO_LOCAL)
  const { desktop, dir, id } = await withPromptThatWaits(t, server)
  await server.client.agents.remove(desktop.id)
  writeFileSync(join(dir, 'work/go-on'), '')
  await startRunner(t, server.url, dir, desktop.credential, ONE_PLACE)
  const task = await ended(server.client, id)
  assert.deepEqual([task.status, task.error?.code], ['failed', 'agent_not_ready'])
})

test('a wrong or missing key is said in words, and mended by the right one or by a new set-up', async (t) => {
  const first = await startServer(t, BY_FILE)
  const { desktop } = await startDesktop(t, first, 'with an "agent"')
  const { id: desktopId } = desktop
  await first.client.agents.setUp(desktopId, chat)
  await agentReady({ client: first.client, desktopId })
  const { setup } = await first.client.agents.get(desktopId)
  await first.stop()

  const file = join(first.dataDir, 'secret.key')
  renameSync(file, `${file}.away`)
  const keyless = await again(t, first, BY_FILE)
  const problem = await waitFor('the problem', async () => {
    const { agent, agentReady } = await keyless.client.desktops.get(desktopId)
    assert.equal(agentReady, false)
    return agent?.problem?.includes('key') && agent.problem
  })
  assert.match(
    problem,
    /desktop "with an "agent"" can't be read: the file secret\.key .* is missing/,
  )
  assert.deepEqual(await keyless.client.agents.get(desktopId), { setup })
  const tested = await waitFor('it to be back', () =>
    keyless.client.agents.test(desktopId).catch(() => null),
  )
  assert.deepEqual(tested, { ready: false, message: problem })
  const kept = await keyless.request(`/api/desktops/${desktopId}/agent`, {
    method: 'PUT',
    json: { kind: 'chat', baseUrl },
  })
  const { errors } = await assertProblem(kept, 'invalid_request')
  assert.deepEqual(
    errors?.map(({ path }) => path),
    ['apiKey'],
  )
  await keyless.stop()

  const wrong = await again(t, first, {
    ...BY_FILE,
    MISSION_CONTROL_SECRET_KEY: 'another-key-of-at-least-32-characters',
  })
  await waitFor('the other problem', async () => {
    const { agent } = await wrong.client.desktops.get(desktopId)
    return agent?.problem?.includes('MISSION_CONTROL_SECRET_KEY is not the key')
  })
  await wrong.stop()

  renameSync(`${file}.away`, file)
  const mended = await again(t, first, BY_FILE)
  await agentReady({ client: mended.client, desktopId })
  await mended.stop()

  writeFileSync(file, 'half a key')
  const damaged = await again(t, first, BY_FILE)
  const put = { method: 'PUT', json: chat }
  const refused = await damaged.request(`/api/desktops/${desktopId}/agent`, put)
  const { detail } = await assertProblem(refused, 'secret_key_unusable')
  assert.match(detail, /secret\.key .* is damaged: a key has at least 32 characters/)
  await damaged.stop()

  writeFileSync(file, 'a key of 32 characters that is none of theirs')
  const anew = await again(t, first, BY_FILE)
  await anew.client.agents.setUp(desktopId, chat)
  await agentReady({ client: anew.client, desktopId })
})

test('the key of the environment seals as well, and leaves no file', async (t) => {
  const env = { MISSION_CONTROL_SECRET_KEY: 'a-key-of-at-least-32-characters-0' }
  const server = await startServer(t, env, temporaryFolder(t))
  await server.client.agents.setUp(server.desktopId, chat)
  await agentReady(server)
  assert.throws(() => renameSync(join(server.dataDir, 'secret.key'), 'x'), { code: 'ENOENT' })
})
