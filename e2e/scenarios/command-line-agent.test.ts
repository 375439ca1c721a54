import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { wholeFile } from '../setup/cleanup.ts'
import { CommandLine, endOf } from '../setup/command-line.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { fails, says, stalls } from '../setup/model/replies.ts'
import { askingAgent, asks, openPermissions } from '../setup/permissions.ts'
import { agentReady } from '../setup/prompts.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('chat'))
const { client, desktopId } = server
const mc = new CommandLine(wholeFile, server)
const { name } = await client.desktops.get(desktopId)

test('`run --prompt` prints what the agent says, and `tasks logs` the same', async () => {
  await agentReady(server)
  model.script = [says('The tree ', 'is ', 'fine.\nAll of it.')]
  const ended = await mc.run(['run', '--prompt', 'How', 'is the tree?'])
  assert.deepEqual([ended.code, ended.stdout], [0, 'The tree is fine.\nAll of it.\n'])
  assert.equal((await client.tasks.list({ limit: 1 }))[0]?.content, 'How is the tree?')
  assert.equal((await mc.run(['tasks', 'logs', '@last'])).stdout, ended.stdout)
  const raw = await mc.run(['tasks', 'logs', '@last', '--raw'])
  assert.equal(JSON.parse(raw.stdout.split('\n', 1)[0]!).type, 'message')
})

test('a prompt that fails ends with 1, and says why', async () => {
  model.script = [fails(400, 'No such thing')]
  const ended = await mc.run(['run', '--prompt', 'How is the tree?'])
  assert.equal(ended.code, 1)
  assert.match(ended.stderr, /No such thing/)
})

test('`chat` prints the reply of one message, and talks from a pipe line by line; --json tells the frames', async () => {
  await agentReady(server)
  model.script = [says('On `main`.'), says('# Yes\n- **one**'), says('No.')]
  const one = await mc.run(['chat', name, 'Which branch?'])
  assert.deepEqual([one.code, one.stdout], [0, 'On main.\n'])
  const two = await mc.run(['chat', name], { input: 'And now?\nAnd then?\n' })
  assert.deepEqual([two.code, two.stdout, two.stderr], [0, 'Yes\n• one\nNo.\n', ''])
  model.script = [says('Again.')]
  const told = await mc.run(['chat', name, '--json', 'Once more'])
  const frames = told.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal(frames.at(-1).payload.reply, 'Again.')
  assert.equal((await mc.run(['chat', name, '--clear'])).code, 0)
  assert.deepEqual(await client.desktops.chat.list(desktopId), [])
})

test('`chat` on a terminal asks by the desktop’s name; Ctrl-C stops a reply, Ctrl-D ends it on a line of its own', async () => {
  model.script = [stalls('First.\nI '), says('On `main`.')]
  const child = mc.startShell(`mc chat ${desktopId}; echo "code $?"`, { terminal: true })
  let seen = ''
  child.stdout.on('data', (piece) => {
    seen += piece
  })
  const reads = (what: RegExp) =>
    waitFor(`${what}`, () => what.test(stripVTControlCharacters(seen)))
  await reads(/> $/)
  child.stdin.write('One\n')
  await reads(/First\./)
  child.stdin.write('\u0003')
  await reads(/First\.[\s\S]*> $/)
  child.stdin.write('Two\n')
  await reads(/On main\.[\s\S]*> $/)
  child.stdin.write('\u0004')
  await reads(/> \r?\ncode 0/)
})

test('an agent that asks is listed by what it wants, and goes on with the answer', async (t) => {
  const { desktop } = await startDesktop(t, server, 'asker', askingAgent)
  await agentReady({ client, desktopId: desktop.id })
  for (const [verb, heard] of [
    ['approve', 'allow_once'],
    ['reject', 'reject_once'],
  ] as const) {
    const call = { toolCallId: '1', title: 'npm publish', kind: 'execute' } as const
    const ended = endOf(mc.start(['run', '-d', 'asker', '--prompt', asks({ asks: [call] })]))
    const task = await waitFor('its task', async () => {
      const [last] = await client.tasks.list({ desktopId: desktop.id, status: 'running' })
      return last
    })
    await openPermissions(server, task.id)
    assert.match((await mc.run(['approvals', 'list'])).stdout, /permission +asker .*npm publish/)
    assert.equal((await mc.run(['approvals', verb, task.id.slice(0, -3)])).code, 0)
    assert.match((await ended).stdout, new RegExp(heard))
  }
})
