import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { PermissionRule, TranscriptRecordOf } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { MODEL_KEY, ModelServer } from '../setup/model/model-server.ts'
import { calls, says } from '../setup/model/replies.ts'
import { openPermissions } from '../setup/permissions.ts'
import { processesOf } from '../setup/process-table.ts'
import { finishPrompt, runPrompt, transcriptOf } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('builtin'))
const { client, desktopId, workDir } = server

const ASK_SHELL: PermissionRule = { tool: 'shell', decision: 'ask' }
const rules = (...rules: PermissionRule[]) => client.desktops.setPermissionRules(desktopId, rules)

/** A prompt whose agent runs these commands, one after the other, and is done. */
async function runCommands(t: TestContext, ...commands: string[]) {
  model.script = [
    ...commands.map((command) => calls({ name: 'shell', input: { command } })),
    says('Done.'),
  ]
  t.after(() => {
    model.script = []
  })
  return await runPrompt(server, 'Do it.')
}

const there = (file: string) => existsSync(join(workDir, file))

async function resultsOf(taskId: string): Promise<TranscriptRecordOf<'tool_result'>[]> {
  const records = await transcriptOf(client, taskId)
  return records.filter((record) => record.type === 'tool_result')
}

test('without rules nothing is asked', async (t) => {
  const task = await runCommands(t, 'touch free')
  assert.equal((await ended(client, task.id)).status, 'done')
  assert.ok(there('free'))
  const events = await client.activity.list({ taskId: task.id })
  assert.ok(events.every(({ type }) => !type.startsWith('approval.')))
})

test('what has to be asked is not done before it is allowed, and then it is', async (t) => {
  await rules(ASK_SHELL)
  const task = await runCommands(t, 'touch allowed')
  const [approval] = await openPermissions(server, task.id)
  const { tool, title, input, options } = approval!.request!
  assert.deepEqual(
    { tool, title, input, options },
    {
      tool: 'shell',
      title: 'touch allowed',
      input: { command: 'touch allowed' },
      options: ['once', 'always', 'no'],
    },
  )
  assert.equal((await client.tasks.get(task.id)).waiting, 'permission')
  assert.ok(!there('allowed'))

  await client.approvals.resolve(approval!.id, { decision: 'approve' })
  assert.equal((await ended(client, task.id)).status, 'done')
  assert.ok(there('allowed'))

  const records = await transcriptOf(client, task.id)
  const call = records.find((record) => record.type === 'tool_call')
  assert.deepEqual(
    records.filter(({ type }) => type === 'permission'),
    (['asked', 'allowed'] as const).map((state) => {
      const what = { tool: 'shell', title: 'touch allowed', state, feedback: null }
      return { type: 'permission', id: '1', call: call?.id, ...what }
    }),
  )
})

test('an agent that is told no hears why, and goes on without it', async (t) => {
  await rules(ASK_SHELL)
  const task = await runCommands(t, 'touch refused', 'touch instead')
  const [first] = await openPermissions(server, task.id)
  await client.approvals.resolve(first!.id, { decision: 'reject', feedback: 'Use another name.' })
  const second = await waitFor('the next one', async () => {
    const [open] = await openPermissions(server, task.id)
    return open?.id !== first!.id && open
  })
  await client.approvals.resolve(second.id, { decision: 'approve' })
  assert.equal((await ended(client, task.id)).status, 'done')
  assert.deepEqual([there('refused'), there('instead')], [false, true])
  const [refused, done] = await resultsOf(task.id)
  assert.deepEqual([refused?.ok, done?.ok], [false, true])
  assert.match(refused!.output, /not allowed.*Use another name\./)
  const heard = model.requests.at(-2)!.body.messages.find(({ role }) => role === 'tool')
  assert.match(`${heard?.content}`, /Use another name\./)
  assert.deepEqual((await client.tasks.evidence(task.id)).commands, [
    { command: 'touch refused', exitCode: null, denied: 'Use another name.' },
    { command: 'touch instead', exitCode: 0, denied: null },
  ])
})

test('an allow does not let a second command through behind the first', async (t) => {
  await rules({ tool: 'shell', pattern: 'echo *', decision: 'allow' }, ASK_SHELL)
  const task = await runCommands(t, 'echo fine', 'echo fine; touch pwned')
  const [approval] = await openPermissions(server, task.id)
  assert.equal(approval?.request?.title, 'echo fine; touch pwned')
  await client.approvals.resolve(approval!.id, { decision: 'reject' })
  await ended(client, task.id)
  assert.ok(!there('pwned'))
  assert.deepEqual(
    (await resultsOf(task.id)).map(({ ok }) => ok),
    [true, false],
  )
})

test('an agent that says nothing after a denial has failed by it, in a task and in the chat', async () => {
  await rules({ tool: 'shell', decision: 'never' })
  const denied = () => [calls({ name: 'shell', input: { command: 'touch forbidden' } }), says()]
  model.script = denied()
  const { status, error } = await finishPrompt(server, 'Do it.')
  assert.deepEqual([status, error?.code], ['failed', 'agent_denied'])
  model.script = denied()
  const turn = await client.desktops.chat.send(desktopId, 'Do it.')
  assert.deepEqual([turn.status, turn.error?.code], ['failed', 'agent_denied'])
  assert.ok(!there('forbidden'))
})

test('what a rule forbids is not done and not asked, and the agent is told', async () => {
  await rules(
    { tool: 'shell', pattern: 'rm *', decision: 'never' },
    { tool: 'write_file', pattern: '**/.env', decision: 'never' },
    { tool: 'fetch_url', decision: 'never' },
  )
  writeFileSync(join(workDir, 'kept'), '')
  model.script = [
    calls({ name: 'shell', input: { command: 'true && rm kept' } }),
    calls({ name: 'write_file', input: { path: 'x/../config/.env', content: 'x' } }),
    calls({ name: 'fetch_url', input: { url: `http://127.0.0.1:${model.port}/` } }),
    calls({ name: 'write_file', input: { path: 'config/env', content: 'x' } }),
    says('Done.'),
  ]
  const task = await finishPrompt(server, 'Do it.')
  assert.equal(task.status, 'done')
  const results = await resultsOf(task.id)
  assert.deepEqual(
    results.map(({ ok }) => ok),
    [false, false, false, true],
  )
  assert.ok(results.slice(0, 3).every(({ output }) => /A rule of this desktop/.test(output)))
  assert.deepEqual([there('kept'), there('config/.env')], [true, false])
  const denied = 'A rule of this desktop forbids this.'
  const { commands } = await client.tasks.evidence(task.id)
  assert.deepEqual(commands, [{ command: 'true && rm kept', exitCode: null, denied }])
  assert.deepEqual(await client.activity.list({ taskId: task.id, type: 'approval.created' }), [])
  const states = (await transcriptOf(client, task.id)).flatMap((record) =>
    record.type === 'permission' ? [record.state] : [],
  )
  assert.deepEqual(states, ['denied', 'denied', 'denied'])
})

test('"always" and "never" hold for the same from then on: in this run, and in the next', async (t) => {
  await rules(ASK_SHELL)
  const first = await runCommands(t, 'echo a*', 'echo a*', 'echo b', 'echo b', 'echo a')
  const [always] = await openPermissions(server, first.id)
  await client.approvals.resolve(always!.id, { decision: 'approve', remember: true })
  const never = await waitFor('the other one', async () => {
    const [open] = await openPermissions(server, first.id)
    return open?.request?.title === 'echo b' && open
  })
  await client.approvals.resolve(never.id, { decision: 'reject', remember: true })
  const neither = await waitFor('what is like neither', async () => {
    const [open] = await openPermissions(server, first.id)
    return open?.request?.title === 'echo a' && open
  })
  await client.approvals.resolve(neither.id, { decision: 'approve' })
  assert.equal((await ended(client, first.id)).status, 'done')
  const oks = (await resultsOf(first.id)).map(({ ok }) => ok)
  assert.deepEqual(oks, [true, true, false, false, true])
  assert.deepEqual(await client.desktops.permissionRules(desktopId), [
    { tool: 'shell', pattern: 'echo b', decision: 'never' },
    { tool: 'shell', pattern: 'echo a\\*', decision: 'allow' },
    ASK_SHELL,
  ])

  const second = await runCommands(t, 'echo a*', 'echo b')
  assert.equal((await ended(client, second.id)).status, 'done')
  assert.deepEqual(
    (await resultsOf(second.id)).map(({ ok }) => ok),
    [true, false],
  )
})

test('cancelled while it waits: the agent is stopped, and nothing is asked any more', async (t) => {
  await rules(ASK_SHELL)
  const task = await runCommands(t, 'touch cancelled')
  const [approval] = await openPermissions(server, task.id)
  await client.tasks.cancel(task.id)
  assert.equal((await ended(client, task.id)).status, 'cancelled')
  await openPermissions(server, task.id, 0)
  const answer = client.approvals.resolve(approval!.id, { decision: 'approve' })
  await assert.rejects(answer, { status: 409 })
  await waitFor('its processes to be gone', () => processesOf(task.id).length === 0)
  assert.ok(!there('cancelled'))
})

test('unanswered in time means no, and the agent goes on', async (t) => {
  t.after(() => client.settings.update({ permissionTimeoutSeconds: 600 }))
  await client.settings.update({ permissionTimeoutSeconds: 1 })
  await rules(ASK_SHELL)
  const task = await runCommands(t, 'touch late')
  assert.equal((await ended(client, task.id)).status, 'done')
  const [result] = await resultsOf(task.id)
  assert.match(result!.output, /Nobody answered within 1 s\./)
  assert.ok(!there('late'))
})

test('a long command is asked for as a whole, and can only be allowed once', async (t) => {
  await rules(ASK_SHELL)
  const command = `cat > huge <<'END'\n${'line of text\n'.repeat(7_000)}END`
  const task = await runCommands(t, command)
  const [approval] = await openPermissions(server, task.id)
  const { input, options } = approval!.request as { input: { command: string }; options: string[] }
  assert.deepEqual(options, ['once', 'no'])
  assert.equal(input.command, command)
  await client.approvals.resolve(approval!.id, { decision: 'approve' })
  assert.equal((await ended(client, task.id)).status, 'done')
  assert.equal(readFileSync(join(workDir, 'huge'), 'utf8').length, 91_000)
})

test('a command that is too long to be shown as a whole is not done, and its agent is told why', async (t) => {
  await rules(ASK_SHELL)
  const task = await runCommands(t, `: '${'x'.repeat(140_000)}'; touch unseen`)
  assert.equal((await ended(client, task.id)).status, 'done')
  const [result] = await resultsOf(task.id)
  assert.match(result!.output, /longer than the 131,072 characters that a person can be shown/)
  assert.ok(!there('unseen'))
})

test('an address that is allowed does not lead to one that is not', async (t) => {
  const asked: string[] = []
  const web = createServer(({ url = '' }, response) => {
    asked.push(url)
    const location = url === '/near' ? '/here' : elsewhere
    if (url === '/here') response.end('found')
    else response.writeHead(302, { location }).end()
  }).listen(0, '127.0.0.1')
  await once(web, 'listening')
  t.after(() => web.close())
  const { port } = web.address() as AddressInfo
  const elsewhere = `http://localhost:${port}/secret`
  const pattern = `http://127.0.0.1:${port}/**`
  await rules(
    { tool: 'fetch_url', pattern, decision: 'allow' },
    { tool: 'fetch_url', decision: 'never' },
  )
  model.script = [
    calls({ name: 'fetch_url', input: { url: `http://127.0.0.1:${port}/near` } }),
    calls({ name: 'fetch_url', input: { url: `http://127.0.0.1:${port}/far` } }),
    calls({ name: 'fetch_url', input: { url: elsewhere } }),
    says('Done.'),
  ]
  const task = await finishPrompt(server, 'Fetch it.')
  const [near, far, direct] = await resultsOf(task.id)
  assert.match(near!.output, /found/)
  assert.ok(far?.ok === false && far.output.includes(`it leads to ${elsewhere}`))
  assert.match(direct!.output, /A rule of this desktop/)
  assert.deepEqual(asked, ['/near', '/here', '/far'])
})

test('what is asked does not hold the agent’s key', async (t) => {
  await rules(ASK_SHELL)
  const task = await runCommands(t, `echo ${MODEL_KEY}`)
  const [approval] = await openPermissions(server, task.id)
  assert.ok(!JSON.stringify(approval).includes(MODEL_KEY))
  assert.equal(approval?.request?.title, 'echo [key]')
  await client.approvals.resolve(approval!.id, { decision: 'reject', remember: true })
  await ended(client, task.id)
  const known = await client.desktops.permissionRules(desktopId)
  assert.ok(!JSON.stringify(known).includes(MODEL_KEY))
})
