import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { MODEL_KEY, ModelServer } from '../setup/model/model-server.ts'
import { startProgram } from '../setup/processes.ts'
import { agentReady, finishPrompt } from '../setup/prompts.ts'
import { startRunner } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'

const model = await ModelServer.start(wholeFile)
const address = `http://127.0.0.1:${model.port}/v1`
const key = { MISSION_CONTROL_AGENT_API_KEY: MODEL_KEY }

/** `mission-control runner agent …`: its exit code and all that it printed. */
async function agentCommand(args: string[], env: NodeJS.ProcessEnv = {}) {
  const program = startProgram(wholeFile, ['runner', 'agent', ...args], env)
  const code = await program.exited
  return { code, printed: program.stdout() + program.stderr() }
}

test('an agent that is set up in the folder is tested, kept for its user alone, and used', async (t) => {
  const server = await startServer(t)
  const desktop = await server.client.desktops.create({ name: 'elsewhere' })
  const dir = join(temporaryFolder(t), 'runner')
  const set = await agentCommand(['set', 'chat', '--base-url', address, '--dir', dir], key)
  assert.equal(set.code, 0, set.printed)
  assert.equal(statSync(join(dir, 'agent.json')).mode & 0o777, 0o600)

  const tested = await agentCommand(['test', '--dir', dir])
  assert.equal(tested.code, 0)
  assert.match(
    tested.printed,
    /ends in cret\nIt is ready: \S+ answered in \d+ ms, with the model scripted-1\.\n$/,
  )
  assert.ok(!tested.printed.includes(MODEL_KEY))

  await startRunner(t, server.url, dir, desktop.credential)
  const where = { client: server.client, desktopId: desktop.id }
  await agentReady(where)
  assert.equal((await finishPrompt(where, 'Hello?')).result, 'Hello.')
})

test('MCP servers are kept with the agent, from a file', async (t) => {
  const dir = join(temporaryFolder(t), 'runner')
  const file = join(temporaryFolder(t), 'mcp.json')
  const set = async (servers: object) => {
    writeFileSync(file, JSON.stringify(servers))
    return await agentCommand(
      ['set', 'builtin', '--base-url', address, '--mcp', file, '--dir', dir],
      key,
    )
  }
  assert.equal((await set({ mcpServers: { tools: { command: 'tools' } } })).code, 0)
  const kept = JSON.parse(readFileSync(join(dir, 'agent.json'), 'utf8'))
  assert.deepEqual(JSON.parse(kept.MISSION_CONTROL_AGENT_MCP).mcpServers.tools, {
    command: 'tools',
  })

  const refused = await set({ tools: {} })
  assert.deepEqual([refused.code, /"command" or by a "url"/.test(refused.printed)], [1, true])
})

test('the environment has the last word, and what was removed is gone', async (t) => {
  const dir = join(temporaryFolder(t), 'runner')
  await agentCommand(['set', 'builtin', '--base-url', address, '--dir', dir], key)
  const off = await agentCommand(['test', '--dir', dir], { MISSION_CONTROL_AGENT: 'off' })
  assert.match(off.printed, /No agent is set up/)
  await agentCommand(['remove', '--dir', dir])
  const gone = await agentCommand(['test', '--dir', dir])
  assert.deepEqual([gone.code, /No agent is set up/.test(gone.printed)], [1, true])
})

test('an agent that does not answer is not ready, in words', async (t) => {
  const dir = join(temporaryFolder(t), 'runner')
  await agentCommand(['set', 'chat', '--base-url', address, '--dir', dir], {
    MISSION_CONTROL_AGENT_API_KEY: 'not-the-right-key',
  })
  const { code, printed } = await agentCommand(['test', '--dir', dir])
  assert.equal(code, 1)
  assert.match(printed, /It is not ready: The endpoint answered 401: .*\[key\]/)
})

test('a set-up that cannot be used is refused, and nothing is kept', async (t) => {
  const dir = join(temporaryFolder(t), 'runner')
  const { code, printed } = await agentCommand(['set', 'robot', '--dir', dir])
  assert.deepEqual([code, /must be acp, builtin, chat or off, got robot/.test(printed)], [1, true])
  assert.match((await agentCommand(['test', '--dir', dir])).printed, /No agent is set up/)
  assert.match((await agentCommand(['set', 'off'])).printed, /name the folder/)
})

test('without a kind it lists what there is, with the known programs that are found', async (t) => {
  const bin = temporaryFolder(t)
  writeFileSync(join(bin, 'opencode'), '#!/bin/sh\n', { mode: 0o755 })
  const { code, printed } = await agentCommand(['set'], { PATH: `${bin}:/bin:/usr/bin` })
  assert.equal(code, 0)
  assert.match(printed, /^ {2}builtin +the built-in agent/m)
  assert.match(printed, /^ {2}opencode +OpenCode: found$/m)
  assert.match(printed, /^ {2}vibe +Mistral Vibe: not found; see https/m)
})

test('a known program is set by its name, also before it is there, and a test says how to get it', async (t) => {
  const dir = join(temporaryFolder(t), 'runner')
  const set = await agentCommand(['set', 'vibe', '--dir', dir])
  assert.equal(set.code, 0, set.printed)
  assert.match(set.printed, /Mistral Vibe is not on this PATH yet/)
  const { code, printed } = await agentCommand(['test', '--dir', dir])
  assert.equal(code, 1)
  assert.match(printed, /It is not ready: Mistral Vibe is not on the PATH .* To install it: see/)
})

test('headers go with each request; what is none is refused, without saying it', async (t) => {
  const dir = join(temporaryFolder(t), 'runner')
  const set = ['set', 'chat', '--base-url', address, '--dir', dir]
  const wrong = await agentCommand([...set, '--header', 'x-team: blue', '--header', 'no header'])
  assert.equal(wrong.code, 1)
  assert.match(wrong.printed, /_HEADERS must hold lines .* line 2 is none/)
  await agentCommand(set, { MISSION_CONTROL_AGENT_HEADERS: `authorization: Bearer ${MODEL_KEY}` })
  const { code, printed } = await agentCommand(['test', '--dir', dir])
  assert.equal(code, 0, printed)
})
