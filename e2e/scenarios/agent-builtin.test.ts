import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TranscriptRecordOf } from '@mission-control/protocol'
import { ASKING } from '@mission-control/protocol/agents'
import { wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, says } from '../setup/model/replies.ts'
import { agentReady, finishPrompt, transcriptOf } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'
import { untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, {
  ...model.environment('builtin'),
  MISSION_CONTROL_AGENT_MAX_STEPS: '12',
})
const { client, desktopId, workDir } = server

/** The results of the tools that one prompt calls, in their order. */
async function resultsOf(...tools: [name: string, input: unknown][]) {
  model.script = [...tools.map(([name, input]) => calls({ name, input })), says('Done.')]
  const task = await finishPrompt(server, 'Use your tools.')
  assert.deepEqual([task.status, task.error], ['done', null])
  const records = await transcriptOf(client, task.id)
  return records.filter((record) => record.type === 'tool_result')
}

test('the agent is ready, and says which it is', async () => {
  await agentReady(server)
  const { agent } = await client.desktops.get(desktopId)
  assert.deepEqual(agent, {
    kind: 'builtin',
    model: 'scripted-1',
    problem: null,
    source: 'machine',
    ...ASKING.builtin,
  })
})

test('what a tool did is what the model sees next', async () => {
  await resultsOf(['shell', { command: 'echo out; echo err >/dev/stderr; exit 3' }])
  const seen = model.requests.at(-1)!.body.messages
  const answer = seen.find(({ role }) => role === 'tool')
  assert.deepEqual(JSON.parse(`${answer?.content}`), { output: 'out\nerr\n', exitCode: 3 })
})

test('file tools do not leave the working directory, by no path and no link', async (t) => {
  const elsewhere = temporaryFolder(t)
  writeFileSync(join(elsewhere, 'secret'), 'the secret')
  mkdirSync(join(workDir, 'links'), { recursive: true })
  symlinkSync(elsewhere, join(workDir, 'links/out'))
  symlinkSync(join(elsewhere, 'not-yet'), join(workDir, 'links/dangling'))
  symlinkSync('..', join(workDir, 'links/in'))
  writeFileSync(join(workDir, 'here'), 'from here')
  const results = await resultsOf(
    ['read_file', { path: join(elsewhere, 'secret') }],
    ['read_file', { path: '../../../../../etc/passwd' }],
    ['read_file', { path: 'links/out/secret' }],
    ['write_file', { path: 'links/out/new', content: 'x' }],
    ['write_file', { path: 'links/dangling', content: 'x' }],
    ['edit_file', { path: 'links/out/secret', old: 'secret', new: 'x' }],
    ['list_files', { path: 'links/out' }],
    ['read_file', { path: 'links/in/here' }],
  )
  const inside = results.pop()
  assert.deepEqual([inside?.ok, inside?.output], [true, 'from here'])
  for (const { ok, output } of results) {
    assert.equal(ok, false)
    assert.match(output, /outside of the working directory|a link to nothing/)
  }
  assert.equal(readFileSync(join(elsewhere, 'secret'), 'utf8'), 'the secret')
  assert.ok(!existsSync(join(elsewhere, 'new')) && !existsSync(join(elsewhere, 'not-yet')))
})

test('a mistake in a call is told to the model, which may do better', async () => {
  const results = await resultsOf(
    ['no_such_tool', {}],
    ['read_file', { path: 7 }],
    ['shell', '{"command": "half'],
    ['read_file', { path: 'not-there' }],
    ['edit_file', { path: 'here', old: 'nothing like it', new: '' }],
    ['shell', { command: 'sleep 1000', timeoutSeconds: 0.2 }],
  )
  assert.deepEqual(
    results.map(({ ok }) => ok),
    results.map(() => false),
  )
  const said = results.map(({ output }) => output).join('\n')
  for (const part of ['no_such_tool', 'There is no file not-there', 'Stopped after 0.2 s']) {
    assert.ok(said.includes(part), part)
  }
})

test('a command that prints without end is shown by its beginning and its end', async () => {
  const [result] = (await resultsOf(['shell', { command: 'seq 1000000' }])) as [
    TranscriptRecordOf<'tool_result'>,
  ]
  assert.ok(result.output.length < 40_000)
  assert.match(result.output, /^1\n2\n3\n[\s\S]*characters left out[\s\S]*\n1000000\n$/)
})

test('what a command leaves in the background goes on in words, and does not hold up the prompt', async () => {
  const command = `(${untilThere('alone')}; echo one; sleep 0.5; echo two; echo > later) & echo started`
  const [result] = await resultsOf(['shell', { command }])
  assert.equal(result?.output, 'started\n')
  writeFileSync(join(workDir, 'alone'), '')
  await waitFor('it to have said more', () => existsSync(join(workDir, 'later')))
})

test('a loop without end is stopped at its limit', async () => {
  model.otherwise = calls({ name: 'list_files', input: {} })
  const task = await finishPrompt(server, 'Never stop.')
  model.otherwise = says('Hello.')
  assert.deepEqual([task.status, task.error?.code], ['failed', 'agent_limit'])
  assert.match(task.error!.message, /12 steps/)
  assert.equal(task.usage?.steps, 12)
})
