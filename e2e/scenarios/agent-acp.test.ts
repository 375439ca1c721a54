import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ASKING } from '@mission-control/protocol/agents'
import { acp } from '../setup/acp.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { processesOf } from '../setup/process-table.ts'
import { agentReady, finishPrompt, runPrompt, transcriptOf } from '../setup/prompts.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile, acp())
const { client, desktopId, workDir } = server

test('the agent is ready once its program has introduced itself', async () => {
  await agentReady(server)
  const { agent } = await client.desktops.get(desktopId)
  assert.deepEqual(agent, {
    kind: 'acp',
    model: null,
    problem: null,
    source: 'machine',
    ...ASKING.acp,
  })
})

test('a prompt is carried out by the program, and what it tells is the transcript', async () => {
  await client.desktops.setPermissionRules(desktopId, [{ tool: 'edit', decision: 'allow' }])
  const task = await finishPrompt(server, 'do')
  assert.deepEqual([task.status, task.error], ['done', null])
  assert.equal(task.result, 'The note is written.')
  const usage = { inputTokens: null, outputTokens: null, costUsd: 0.03, steps: 2 }
  assert.deepEqual(task.usage, usage)
  assert.equal(readFileSync(join(workDir, 'note.txt'), 'utf8'), 'noted\n')
  const call = { id: 't1', tool: 'edit', title: 'Write note.txt', input: null }
  assert.deepEqual(await transcriptOf(client, task.id), [
    { type: 'thought', id: '1', text: 'Where do I begin?' },
    {
      type: 'plan',
      entries: [
        { content: 'write it', status: 'in_progress' },
        { content: 'say so', status: 'pending' },
      ],
    },
    { type: 'message', id: '2', text: 'I write ' },
    { type: 'message', id: '2', text: 'a file.' },
    { type: 'tool_call', ...call },
    {
      type: 'tool_result',
      id: 't1',
      ok: true,
      output: join(workDir, 'note.txt'),
      exitCode: null,
    },
    { type: 'file_change', path: 'note.txt', change: 'created' },
    { type: 'message', id: '3', text: 'The note is ' },
    { type: 'message', id: '3', text: 'written.' },
    { type: 'usage', ...usage },
    { type: 'result', text: 'The note is written.' },
  ])
  await waitFor('its program to be gone', () => processesOf(task.id).length === 0)
  assert.equal((await client.desktops.get(desktopId)).agent?.model, 'small-1')
})

test('what the program has changed and run is the evidence', async () => {
  rmSync(join(workDir, 'note.txt'), { force: true })
  const written = await finishPrompt(server, 'do')
  const { files, commands, usage } = await client.tasks.evidence(written.id)
  assert.deepEqual([commands, usage], [[], written.usage])
  const diff = '--- /dev/null\n+++ b/note.txt\n@@ -0,0 +1,1 @@\n+noted\n'
  assert.equal(files?.length, 1)
  assert.partialDeepStrictEqual(files[0], { path: 'note.txt', change: 'created', size: 6, diff })

  const run = await finishPrompt(server, 'run')
  const [command, ...others] = (await client.tasks.evidence(run.id)).commands
  assert.deepEqual([command, others], [{ command: 'npm test', exitCode: 2, denied: null }, []])
})

test('a program that dies fails the task, with what it said last', async () => {
  const task = await finishPrompt(server, 'die')
  assert.deepEqual([task.status, task.error?.code], ['failed', 'agent_error'])
  assert.match(task.error!.message, /ended with exit code 7: out of luck\. [A-Z]/)
})

test('a refusal is one', async () => {
  const task = await finishPrompt(server, 'refuse')
  assert.deepEqual([task.status, task.error?.code], ['failed', 'agent_refused'])
})

test('a program that floods its stderr is no trouble', async () => {
  const task = await finishPrompt(server, 'flood')
  assert.deepEqual([task.status, task.result], ['done', 'That was loud.'])
  assert.ok((await client.tasks.outputBytes(task.id)).length < 10_000)
})

test('a program that ignores every request to stop is stopped by a cancel all the same', async () => {
  const task = await runPrompt(server, 'hang')
  await waitFor('it to hang', async () => (await transcriptOf(client, task.id)).length > 0)
  await client.tasks.cancel(task.id)
  assert.equal((await ended(client, task.id)).status, 'cancelled')
  assert.deepEqual(processesOf(task.id), [])
})

test('MCP servers are handed on to the program; one that it cannot use fails the task', async (t) => {
  const local = { command: 'tools', args: ['--stdio'], env: { TOKEN: 'tools-token-0123456789' } }
  const withServers = (servers: object) => ({
    ...acp(),
    MISSION_CONTROL_AGENT_MCP: JSON.stringify(servers),
  })
  const one = await startServer(t, withServers({ local }))
  const told = await finishPrompt(one, 'servers')
  const env = [{ name: 'TOKEN', value: '[key]' }]
  assert.deepEqual(JSON.parse(told.result!), [{ name: 'local', ...local, env }])

  const two = await startServer(
    t,
    withServers({ local, remote: { url: 'http://127.0.0.1:9/mcp' } }),
  )
  const failed = await finishPrompt(two, 'servers')
  assert.deepEqual([failed.status, failed.error?.code], ['failed', 'agent_error'])
  assert.match(failed.error!.message, /doesn't take MCP servers by address, and "remote" is one/)
})

test('a program that is not there, or is no agent, is not ready, and says why', async (t) => {
  for (const [command, why] of [
    ['no-such-agent --acp', /exit code 127: .*no-such-agent/],
    ['echo hello', /ended with exit code 0|can't be understood/],
  ] as const) {
    const other = await startServer(t, acp(command))
    const agent = await waitFor('the problem', async () => {
      const { agent } = await other.client.desktops.get(other.desktopId)
      return agent?.problem?.includes("hasn't answered yet") ? null : agent
    })
    assert.match(agent.problem ?? '', why)
  }
})

test('it works in the session mode that is set up; one that it lacks fails the prompt, by name', async (t) => {
  assert.equal((await finishPrompt(server, 'mode')).result, 'ask')
  const { desktop } = await startDesktop(t, server, 'in a mode', {
    ...acp(),
    MISSION_CONTROL_AGENT_MODE: 'code',
  })
  assert.equal((await finishPrompt({ client, desktopId: desktop.id }, 'mode')).result, 'code')
  const { agent } = await client.desktops.get(desktop.id)
  assert.deepEqual(
    [agent?.asksPermission, agent?.asksPermissionReason],
    ['unknown', 'It works in its session mode "code", in which it may act without asking.'],
  )

  const { desktop: other } = await startDesktop(t, server, 'in no mode', {
    ...acp(),
    MISSION_CONTROL_AGENT_MODE: 'yolo',
  })
  const { error } = await finishPrompt({ client, desktopId: other.id }, 'mode')
  assert.equal(error?.code, 'agent_refused')
  assert.match(error?.message ?? '', /no session mode "yolo": it has ask, code\./)
})
