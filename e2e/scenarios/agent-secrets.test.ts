import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { wholeFile } from '../setup/cleanup.ts'
import { startMcpServer } from '../setup/mcp-server.ts'
import { MODEL_KEY, ModelServer } from '../setup/model/model-server.ts'
import { calls, fails, says } from '../setup/model/replies.ts'
import { childrenOf, processesOf, readOf } from '../setup/process-table.ts'
import { finishPrompt, runPrompt, transcriptOf } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'
import { ended, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const MCP_KEY = 'mcp-key-0123456789-secret'
const MCP_SERVER = fileURLToPath(
  new URL('../../packages/runner/test/fixtures/mcp-server.ts', import.meta.url),
)

const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, {
  ...model.environment('builtin'),
  ANTHROPIC_API_KEY: MODEL_KEY,
  MISSION_CONTROL_AGENT_MCP: JSON.stringify({
    small: { command: process.execPath, args: [MCP_SERVER], env: { TOKEN: MCP_KEY } },
    remote: {
      url: await startMcpServer(wholeFile),
      headers: { authorization: `Bearer ${MCP_KEY}` },
    },
  }),
  MISSION_CONTROL_LOG_LEVEL: 'debug',
})
const { client, desktopId, dataDir, workDir } = server

const holdsKey = (text: string | Buffer) => text.includes(MODEL_KEY) || text.includes(MCP_KEY)

/** The files below the folder that hold the key. */
function filesWithKey(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(dir, name)
    return existsSync(path) && statSync(path).isFile() && holdsKey(readFileSync(path))
  })
}

/** Nothing of one that is gone by now. */
const ofProcess = (pid: number, file: 'environ' | 'cmdline') => readOf(pid, file) ?? ''

test('while an agent works, its key is in no command line, no file, and no environment of the run', async () => {
  const look = `env > seen; cat /proc/$PPID/environ /proc/$PPID/cmdline >> seen; touch there; ${untilThere('go-on')}`
  model.script = [calls({ name: 'shell', input: { command: look } }), says('Seen.')]
  const task = await runPrompt(server, 'Look around.')
  await waitFor('the command to have looked', () => existsSync(join(workDir, 'there')))

  const processes = processesOf(task.id)
  assert.ok(processes.length >= 3)
  const toolServer = processes.find((pid) => ofProcess(pid, 'cmdline').includes(MCP_SERVER))!
  const withKey = processes.filter((pid) => holdsKey(ofProcess(pid, 'environ')))
  // Its own server has to know its key.
  assert.deepEqual(withKey.sort(), [toolServer, ...childrenOf(toolServer, '')].sort())
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const line = ofProcess(Number(name), 'cmdline')
    assert.ok(!holdsKey(line), line)
  }
  assert.deepEqual(filesWithKey(dataDir), [])

  writeFileSync(join(workDir, 'go-on'), '')
  assert.equal((await ended(client, task.id)).status, 'done')
  assert.match(readFileSync(join(workDir, 'seen'), 'utf8'), /MISSION_CONTROL_TASK_ID=/)
})

test('a command task does not see the key', async () => {
  const task = await client.tasks.create({ type: 'command', content: 'env', desktopId })
  await client.tasks.run(task.id)
  await ended(client, task.id)
  assert.ok(!holdsKey(Buffer.from(await client.tasks.outputBytes(task.id))))
})

test('an endpoint or a tool that says the key back does not get it into answers, events or logs', async () => {
  model.script = [fails(401, `Wrong key: ${MODEL_KEY}`)]
  const failed = await finishPrompt(server, 'Say my key.')
  assert.equal(failed.error?.code, 'agent_refused')
  model.script = [
    calls({ name: 'write_file', input: { path: 'note', content: `The key is ${MODEL_KEY}.` } }),
    says(`The key is ${MODEL_KEY}.`),
  ]
  const done = await finishPrompt(server, 'Write it down.')
  assert.equal(done.result, 'The key is [key].')
  model.script = [
    calls({ name: 'mcp__small__secret', input: {} }, { name: 'mcp__remote__whoami', input: {} }),
    says('They said it.'),
  ]
  const told = await finishPrompt(server, 'Ask your tools for their keys.')
  const said = (await transcriptOf(client, told.id)).flatMap((record) =>
    record.type === 'tool_result' ? [record.output] : [],
  )
  assert.deepEqual(said, ['It is [key].', 'You are Bearer [key].'])

  for (const path of [
    `/api/desktops/${desktopId}`,
    '/api/desktops',
    '/api/mission-control/board',
    '/api/mission-control/activity?after=0',
    ...[failed, done, told].flatMap(({ id }) => [
      `/api/mission-control/tasks/${id}`,
      `/api/mission-control/tasks/${id}/output`,
    ]),
  ]) {
    const answer = await server.request(path)
    assert.equal(answer.status, 200, path)
    assert.ok(!holdsKey(await answer.text()), path)
  }
  assert.ok(!holdsKey(server.program.stdout() + server.program.stderr()))
  // What the model itself was made to write is its own file, and nothing else holds it.
  assert.deepEqual(filesWithKey(dataDir), [`desktops/${desktopId}/work/note`])
})
