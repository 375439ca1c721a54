import assert from 'node:assert/strict'
import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Scope } from '../setup/cleanup.ts'
import { agentReady, finishPrompt, transcriptOf } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'

const AGENT = fileURLToPath(
  new URL('../../packages/runner/test/fixtures/acp-chat-agent.ts', import.meta.url),
)

/** A server whose agent remembers a session's prompts; with what it replies to a message. */
async function startChat(t: Scope, argument = '') {
  const server = await startServer(t, {
    MISSION_CONTROL_AGENT: 'acp',
    MISSION_CONTROL_AGENT_COMMAND: `'${process.execPath}' '${AGENT}' ${argument}`,
  })
  await agentReady(server)
  const { chat } = server.client.desktops
  const send = (message: string) => chat.send(server.desktopId, message)
  return { server, chat, send }
}

test('the chat has a session of its own, which is loaded for each message', async (t) => {
  const { server, chat, send } = await startChat(t)
  assert.equal((await send('One.')).reply, 'One.')
  const second = await send('Two.')
  assert.equal(second.reply, 'One. | Two.')
  // What it tells again when it loads the session is no part of the reply.
  const texts = (await transcriptOf(server.client, second.taskId)).flatMap((record) =>
    'text' in record ? [record.text] : [],
  )
  assert.deepEqual(texts, ['One. | Two.', 'One. | Two.'])

  assert.equal((await finishPrompt(server, 'A task.')).result, 'A task.')
  assert.equal((await send('Three.')).reply, 'One. | Two. | Three.')
  await chat.clear(server.desktopId)
  assert.equal((await send('Four.')).reply, 'Four.')
})

test('an agent that has lost its session gets the conversation in front of the message', async (t) => {
  const { server, send } = await startChat(t)
  await send('One.')
  for (const file of globSync('*.session.json', { cwd: server.workDir })) {
    rmSync(join(server.workDir, file))
  }
  const { reply } = await send('Two.')
  assert.match(reply!, /^Our conversation so far:\s+User: One\.\s+You: One\.\s.*Two\.$/s)
  assert.equal((await send('Three.')).reply, `${reply} | Three.`)
})

test('so does one that cannot load sessions', async (t) => {
  const { send } = await startChat(t, 'forgetful')
  await send('One.')
  assert.match((await send('Two.')).reply!, /^Our conversation so far:\s+User: One\..*Two\.$/s)
})
