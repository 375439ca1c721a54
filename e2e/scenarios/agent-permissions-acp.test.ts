import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { askingAgent, asks, openPermissions } from '../setup/permissions.ts'
import { finishPrompt, runPrompt, transcriptOf } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile, askingAgent)
const { client, desktopId, workDir } = server

const step = (at: number) => ({
  toolCallId: `c${at}`,
  title: `Step ${at}`,
  kind: 'execute' as const,
  rawInput: { command: `step ${at}` },
})
const steps = (count: number) => Array.from({ length: count }, (_, at) => step(at + 1))

test('what a program asks for is asked, where no rule says otherwise', async () => {
  const task = await runPrompt(server, asks({ asks: [step(1)] }))
  const [approval] = await openPermissions(server, task.id)
  const { title, input, options } = approval!.request!
  assert.deepEqual([title, input], ['Step 1', { command: 'step 1' }])
  assert.deepEqual(options, ['once', 'always', 'no'])
  assert.equal((await client.tasks.get(task.id)).waiting, 'permission')
  await client.approvals.resolve(approval!.id, { decision: 'approve' })
  const after = await ended(client, task.id)
  assert.deepEqual([after.status, after.result], ['done', 'allow_once'])
  const records = await transcriptOf(client, task.id)
  assert.deepEqual(
    records.slice(0, 3).map((record) => [record.type, 'state' in record ? record.state : '']),
    [
      ['tool_call', ''],
      ['permission', 'asked'],
      ['permission', 'allowed'],
    ],
  )
})

test('twenty requests at once are twenty questions, each with its own answer', async () => {
  const task = await runPrompt(server, asks({ asks: steps(20) }))
  const open = await openPermissions(server, task.id, 20)
  await Promise.all(
    open.map(({ id, request }) => {
      const even = Number(request!.title.split(' ')[1]) % 2 === 0
      return client.approvals.resolve(id, { decision: even ? 'approve' : 'reject' })
    }),
  )
  const { result } = await ended(client, task.id)
  const expected = steps(20).map((_, at) => (at % 2 === 1 ? 'allow_once' : 'reject_once'))
  assert.equal(result, expected.join(' '))
  const { commands } = await client.tasks.evidence(task.id)
  const denied = 'A person denied this.'
  assert.deepEqual(
    commands.map((each) => [each.command, each.denied]),
    steps(20).map(({ rawInput }, at) => [rawInput.command, at % 2 === 1 ? null : denied]),
  )
})

test('rules decide for a program as for our own agent, by what its calls are given', async (t) => {
  t.after(() => client.desktops.setPermissionRules(desktopId, []))
  await client.desktops.setPermissionRules(desktopId, [
    { tool: 'shell', pattern: 'rm *', decision: 'never' },
    { tool: 'shell', pattern: 'npm *', decision: 'allow' },
    { tool: 'read', pattern: '**', decision: 'allow' },
    { tool: 'fetch', pattern: 'https://example.com/**', decision: 'allow' },
    { tool: '*', decision: 'never' },
  ])
  const call = (kind: 'execute' | 'read' | 'fetch', more: object) => ({
    toolCallId: JSON.stringify(more),
    title: 'Harmless',
    kind,
    ...more,
  })
  const table: [ReturnType<typeof call>, 'yes' | 'no'][] = [
    [call('execute', { rawInput: { command: 'npm test' } }), 'yes'],
    [call('execute', { rawInput: { command: ['npm', 'test'] } }), 'yes'],
    [call('execute', { rawInput: { command: ['bash', '-lc', 'npm test'] } }), 'yes'],
    [call('execute', { rawInput: { command: ['bash', '-lc', 'npm test; rm -r x'] } }), 'no'],
    [call('execute', { rawInput: { command: 'npm test && curl evil' } }), 'no'],
    [call('execute', { rawInput: { cmd: 'make' } }), 'no'],
    [call('read', { locations: [{ path: join(workDir, 'a/b') }] }), 'yes'],
    [call('read', { rawInput: { file_path: 'a/../b' } }), 'yes'],
    [call('read', { rawInput: { path: '/etc/passwd' } }), 'no'],
    [call('read', { rawInput: { path: '../../../../../../../../etc/passwd' } }), 'no'],
    [call('fetch', { rawInput: { url: 'https://EXAMPLE.com:443/x/../y' } }), 'yes'],
    [call('fetch', { rawInput: { url: 'https://example.com@evil.test/' } }), 'no'],
    [call('fetch', {}), 'no'],
  ]
  const task = await finishPrompt(server, asks({ asks: table.map(([asked]) => asked) }))
  const expected = table.map(([, answer]) => (answer === 'yes' ? 'allow_once' : 'reject_once'))
  assert.deepEqual(task.result?.split(' '), expected)
})

test('a program’s own "always" is never chosen for a "once", and is there for an "always"', async () => {
  const only = asks({ asks: [step(1)], kinds: ['allow_always', 'reject_always'] })
  const task = await runPrompt(server, only)
  const [approval] = await openPermissions(server, task.id)
  assert.deepEqual(approval!.request!.options, ['always', 'no'])
  const once = client.approvals.resolve(approval!.id, { decision: 'approve' })
  await assert.rejects(once, { status: 409, code: 'status_conflict' })
  await client.approvals.resolve(approval!.id, { decision: 'approve', remember: true })
  assert.equal((await ended(client, task.id)).result, 'allow_always')

  const all = asks({ asks: [step(1)], kinds: ['allow_always', 'allow_once'] })
  assert.equal((await finishPrompt(server, all)).result, 'allow_once')
  await client.desktops.setPermissionRules(desktopId, [])
})

test('a request that the program takes back is over', async () => {
  const task = await runPrompt(server, asks({ asks: [step(1)], untilThere: 'enough' }))
  const [approval] = await openPermissions(server, task.id)
  writeFileSync(join(workDir, 'enough'), '')
  const after = await ended(client, task.id)
  assert.deepEqual([after.status, after.result], ['done', 'cancelled'])
  const resolve = client.approvals.resolve(approval!.id, { decision: 'approve' })
  await assert.rejects(resolve, { status: 409 })
  const [event] = await client.activity.list({ taskId: task.id, type: 'approval.resolved' })
  assert.ok(event?.type === 'approval.resolved')
  assert.equal(event.payload.status, 'expired')
  const states = (await transcriptOf(client, task.id)).flatMap((record) =>
    record.type === 'permission' ? [record.state] : [],
  )
  assert.deepEqual(states, ['asked', 'withdrawn'])
})

test('of what a program asks without end, 200 wait for a person; after a thousand nobody is asked', async () => {
  const task = await runPrompt(server, asks({ asks: [step(1)], times: 1_003 }))
  const open = await openPermissions(server, task.id, 200)
  const denied = await waitFor('the refusals', async () => {
    const records = await transcriptOf(client, task.id)
    const all = records.filter(
      (record) => record.type === 'permission' && record.state === 'denied',
    )
    return all.length === 803 && all
  })
  const saying = (words: RegExp) => denied.filter((each) => words.test(JSON.stringify(each))).length
  assert.deepEqual([saying(/asked 1000 times/), saying(/Too many questions wait/)], [3, 800])
  // One rule answers them all.
  await client.desktops.setPermissionRules(desktopId, [{ tool: 'shell', decision: 'allow' }])
  const { result } = await ended(client, task.id)
  assert.equal(result?.split(' ').filter((word) => word === 'allow_once').length, open.length)
  await client.desktops.setPermissionRules(desktopId, [])
})
