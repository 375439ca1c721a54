import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { everythingStored } from '../setup/database.ts'
import { MODEL_KEY, ModelServer } from '../setup/model/model-server.ts'
import { calls, fails, says } from '../setup/model/replies.ts'
import { processesOf, readOf } from '../setup/process-table.ts'
import { agentReady, finishPrompt, runPrompt } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const HEADER = 'header-secret-0123456789'
const SECRETS = [MODEL_KEY, HEADER]

const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, { MISSION_CONTROL_LOG_LEVEL: 'debug' })
const { client, desktopId, dataDir, workDir } = server
await client.agents.setUp(desktopId, {
  kind: 'builtin',
  provider: 'compatible',
  baseUrl: `http://127.0.0.1:${model.port}/v1`,
  apiKey: MODEL_KEY,
  headers: { 'x-secret': HEADER },
})
await agentReady(server)

const holdsSecret = (text: string | Buffer) => SECRETS.some((secret) => text.includes(secret))

function filesWithSecret(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(dir, name)
    return existsSync(path) && statSync(path).isFile() && holdsSecret(readFileSync(path))
  })
}

test('while a prompt runs, its secrets are in no command line, file or environment', async () => {
  const look = `env > seen; touch there; ${untilThere('go-on')}`
  model.script = [calls({ name: 'shell', input: { command: look } }), says('Seen.')]
  const task = await runPrompt(server, 'Look around.')
  await waitFor('the command to have looked', () => existsSync(join(workDir, 'there')))
  assert.equal(model.requests.at(-1)?.headers['x-secret'], HEADER)
  const processes = processesOf(task.id)
  assert.ok(processes.length >= 2)
  for (const pid of processes) assert.ok(!holdsSecret(readOf(pid, 'environ') ?? ''), `${pid}`)
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const line = readOf(Number(name), 'cmdline') ?? ''
    assert.ok(!holdsSecret(line), line)
  }
  assert.deepEqual(filesWithSecret(dataDir), [])
  writeFileSync(join(workDir, 'go-on'), '')
  assert.equal((await ended(client, task.id)).status, 'done')
  assert.match(readFileSync(join(workDir, 'seen'), 'utf8'), /MISSION_CONTROL_TASK_ID=/)
})

test('a command task does not see them', async () => {
  const { id } = await finishCommand(server, 'env')
  assert.ok(!holdsSecret(await outputOf(client, id)))
})

test('they are in no answer, event, log or byte of the database, also when an endpoint says them back', async () => {
  model.script = [fails(401, `Wrong: ${MODEL_KEY} and ${HEADER}`)]
  const failed = await finishPrompt(server, 'Say my key.')
  assert.equal(failed.error?.code, 'agent_refused')
  await client.agents.test(desktopId)
  for (const path of [
    `/api/desktops/${desktopId}/agent`,
    `/api/desktops/${desktopId}`,
    '/api/desktops',
    '/api/mission-control/board',
    '/api/mission-control/activity?after=0',
    '/api/mission-control/tasks',
    `/api/mission-control/tasks/${failed.id}/output`,
  ]) {
    const answer = await server.request(path)
    assert.equal(answer.status, 200, path)
    assert.ok(!holdsSecret(await answer.text()), path)
  }
  const wrong = await server.request(`/api/desktops/${desktopId}/agent`, {
    method: 'PUT',
    json: {
      kind: 'chat',
      baseUrl: MODEL_KEY,
      apiKey: `${MODEL_KEY}\n${HEADER}`,
      headers: { 'x-secret': `${HEADER}\n` },
    },
  })
  assert.equal(wrong.status, 400)
  assert.ok(!holdsSecret(await wrong.text()))
  assert.ok(!holdsSecret(server.program.stdout() + server.program.stderr()))
  assert.ok(!holdsSecret(await everythingStored(dataDir)))
  assert.deepEqual(filesWithSecret(dataDir), [])
})

test('what a set-up held is gone with the desktop', async () => {
  const { id } = await client.desktops.create({ name: 'short-lived' })
  await client.agents.setUp(id, { kind: 'acp', preset: 'goose', env: { TOKEN: MODEL_KEY } })
  await client.desktops.delete(id)
  await assert.rejects(client.agents.get(id), { code: 'desktop_not_found' })
})
