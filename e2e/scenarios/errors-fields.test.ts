import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
const { id: desktopId } = await server.client.desktops.create({ name: 'never connected' })
const MC = '/api/mission-control'
const task = { type: 'command', content: 'true', desktopId }
const some = await server.client.tasks.create({ type: 'command', content: 'true', desktopId })
const { approve, key } = { approve: { decision: 'approve' }, key: { name: 'key' } }
const without = (name: keyof typeof task) => ({ ...task, [name]: undefined })
const content = (text: unknown) => ({ ...task, content: text })
const many = (length: number) => Array.from({ length }, () => task)

/** What is wrong, the body, the fields that the answer must name: these and no others. */
type Case = [what: string, body: unknown, ...paths: string[]]

const BODIES: Record<string, Case[]> = {
  [`POST ${MC}/tasks`]: [
    ['nothing', {}, 'type', 'content', 'desktopId'],
    ['null', null, ''],
    ['an array', [task], ''],
    ['a string', 'true', ''],
    ['a number', 1, ''],
    ['no type', without('type'), 'type'],
    ['an unknown type', { ...task, type: 'shell' }, 'type'],
    ['a type in capitals', { ...task, type: 'COMMAND' }, 'type'],
    ['null as type', { ...task, type: null }, 'type'],
    ['no content', without('content'), 'content'],
    ['a number as content', content(1), 'content'],
    ['a list as content', content(['true']), 'content'],
    ['null as content', content(null), 'content'],
    ['empty content', content(''), 'content'],
    ['blank content', content(' \n\t\u00a0'), 'content'],
    ['content with NUL', content('echo a\0b'), 'content'],
    ['content with a lone high surrogate', content('echo \ud800'), 'content'],
    ['content with a lone low surrogate', content('\udc00 echo'), 'content'],
    ['content of 64 KiB and a byte', content('x'.repeat(65_537)), 'content'],
    [
      'content of 64 KiB and a byte in fewer characters',
      content(`é${'é'.repeat(32_768)}`),
      'content',
    ],
    ['no desktop', without('desktopId'), 'desktopId'],
    ['a number as desktop', { ...task, desktopId: 1 }, 'desktopId'],
    ['null as desktop', { ...task, desktopId: null }, 'desktopId'],
    ['text as requiresApproval', { ...task, requiresApproval: 'true' }, 'requiresApproval'],
    ['a number as requiresApproval', { ...task, requiresApproval: 1 }, 'requiresApproval'],
    ['null as requiresApproval', { ...task, requiresApproval: null }, 'requiresApproval'],
    ['everything wrong', { type: 1, content: '', desktopId: [] }, 'type', 'content', 'desktopId'],
  ],
  [`POST ${MC}/tasks/batch`]: [
    ['nothing', {}, 'tasks'],
    ['no tasks', { tasks: [] }, 'tasks'],
    ['one task instead of a list', { tasks: task }, 'tasks'],
    ['1,001 tasks', { tasks: many(1001) }, 'tasks'],
    ['a bad one among good ones', { tasks: [task, content(''), task] }, 'tasks.1.content'],
    ['two bad ones', { tasks: [content(1), 5] }, 'tasks.0.content', 'tasks.1'],
    ['text as run', { tasks: [task], run: 'yes' }, 'run'],
  ],
  [`POST ${MC}/tasks/run`]: [
    ['nothing', {}, 'ids'],
    ['no ids', { ids: [] }, 'ids'],
    ['a text instead of a list', { ids: 'task_1' }, 'ids'],
    ['1,001 ids', { ids: Array.from({ length: 1001 }, (_, i) => `task_${i}`) }, 'ids'],
    ['a number among ids', { ids: ['task_1', 2] }, 'ids.1'],
  ],
  [`POST ${MC}/tasks/${some.id}/review`]: [
    ['nothing', {}, 'decision'],
    ['an unknown decision', { decision: 'maybe' }, 'decision'],
    ['a boolean as decision', { decision: true }, 'decision'],
    ['a number as feedback', { ...approve, feedback: 1 }, 'feedback'],
    ['null as feedback', { ...approve, feedback: null }, 'feedback'],
    ['feedback with a lone surrogate', { ...approve, feedback: '\ud800' }, 'feedback'],
    ['too much feedback', { ...approve, feedback: 'x'.repeat(10_001) }, 'feedback'],
  ],
  [`POST ${MC}/approvals/approval_1/resolve`]: [
    ['nothing', {}, 'decision'],
    ['an unknown decision', { decision: 'approved' }, 'decision'],
    ['a list as feedback', { ...approve, feedback: [] }, 'feedback'],
  ],
  [`PATCH ${MC}/settings`]: [
    ['text as requireApproval', { requireApproval: 'on' }, 'requireApproval'],
    ['a number as agentFrom', { agentFrom: 1 }, 'agentFrom'],
    ['null as requireApproval', { requireApproval: null }, 'requireApproval'],
    ['null', null, ''],
    ['a text', 'on', ''],
    ['a list', [], ''],
  ],
  'POST /api/desktops': [
    ['nothing', {}, 'name'],
    ['a blank name', { name: '  ' }, 'name'],
    ['a number as name', { name: 1 }, 'name'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'name'],
    ['a name of two lines', { name: 'a\nb' }, 'name'],
    ['a name with NUL', { name: 'a\0b' }, 'name'],
    ['a name with a lone surrogate', { name: 'a\ud800' }, 'name'],
    ['a text as labels', { name: 'a', labels: 'x' }, 'labels'],
    ['an empty label', { name: 'a', labels: ['x', ''] }, 'labels.1'],
    ['a label with a space', { name: 'a', labels: ['a b'] }, 'labels.0'],
    ['21 labels', { name: 'a', labels: Array.from({ length: 21 }, (_, i) => `l${i}`) }, 'labels'],
  ],
  [`PATCH /api/desktops/${desktopId}`]: [
    ['a blank name', { name: ' ' }, 'name'],
    ['null as name', { name: null }, 'name'],
    ['null', null, ''],
    ['true', true, ''],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'name'],
    ['null as labels', { labels: null }, 'labels'],
    ['a label with a space', { labels: ['ok', 'a b'] }, 'labels.1'],
    ['a bad name and a bad label', { name: '', labels: [1] }, 'name', 'labels.0'],
    ['a list', [], ''],
  ],
  'POST /api/auth/api-keys': [
    ['nothing', {}, 'name'],
    ['a blank name', { name: '\t' }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(101) }, 'name'],
    ['a name with a control character', { name: 'a\u001b[31m' }, 'name'],
  ],
}

for (const [call, cases] of Object.entries(BODIES)) {
  const [method, path] = call.split(' ') as [string, string]
  for (const [what, body, ...paths] of cases) {
    test(`${method} ${path.replace(some.id, ':id')} with ${what}: 400 naming the field`, async () => {
      const answer = await server.request(path, { method, json: body })
      const { errors, detail } = await assertProblem(answer, 'invalid_request')
      assert.deepEqual(
        errors?.map((error) => error.path),
        paths,
      )
      for (const { message } of errors ?? []) {
        assert.ok(detail.includes(message))
        assert.match(message, /^expected .*, got /)
      }
    })
  }
}

test('nothing was created by what was refused', async () => {
  assert.deepEqual(
    (await server.client.tasks.list()).map(({ id }) => id),
    [some.id],
  )
  assert.equal((await server.client.desktops.list()).length, 1)
  assert.equal((await server.client.apiKeys.list()).length, 1)
})

for (const [what, text] of [
  ['64 KiB of ASCII', 'x'.repeat(65_536)],
  ['64 KiB of two-byte characters', 'é'.repeat(32_768)],
  ['64 KiB of pairs of surrogates', '😀'.repeat(16_384)],
  ['one character', ':'],
] as const) {
  test(`content of ${what} is taken and given back as it is`, async () => {
    const { id } = await server.client.tasks.create({ type: 'command', content: text, desktopId })
    assert.equal((await server.client.tasks.get(id)).content, text)
  })
}

test('a batch of 1,000 tasks and a name of 100 characters are taken', async () => {
  const created = await server.client.tasks.createBatch({ tasks: many(1000) as (typeof some)[] })
  assert.equal(created.length, 1000)
  assert.equal(
    (await server.request('/api/auth/api-keys', { method: 'POST', json: key })).status,
    201,
  )
  const name = 'x'.repeat(100)
  assert.equal((await server.client.desktops.create({ name })).name, name)
})

const removed = await server.client.desktops.create({ name: 'removed' })
await server.client.desktops.delete(removed.id)

for (const [what, unknown] of [
  ['a wrong id', 'desktop_01kny0000000000000000000000'],
  ['no TypeID', 'clx123'],
  ['an empty id', ''],
  ['an id with NUL', `${desktopId}\0`],
  ['an id with a lone surrogate', '\ud800'],
  ['an id of 10,000 characters', 'x'.repeat(10_000)],
  ['the id of a removed desktop', removed.id],
  ["a task's id", some.id],
] as const) {
  test(`a task for ${what}: 400 naming desktopId`, async () => {
    const json = { ...task, desktopId: unknown }
    const answer = await server.request(`${MC}/tasks`, { method: 'POST', json })
    const { errors } = await assertProblem(answer, 'unknown_desktop')
    assert.deepEqual(
      errors?.map(({ path }) => path),
      ['desktopId'],
    )
  })
}

test('a batch with unknown desktops names each of them, and creates nothing', async () => {
  const before = (await server.client.tasks.list()).length
  const unknown = { ...task, desktopId: 'desktop_unknown' }
  for (const [tasks, ...paths] of [
    [[unknown], 'tasks.0.desktopId'],
    [[task, unknown, task, unknown], 'tasks.1.desktopId', 'tasks.3.desktopId'],
  ] as const) {
    const answer = await server.request(`${MC}/tasks/batch`, { method: 'POST', json: { tasks } })
    const { errors } = await assertProblem(answer, 'unknown_desktop')
    assert.deepEqual(
      errors?.map(({ path }) => path),
      paths,
    )
  }
  assert.equal((await server.client.tasks.list()).length, before)
})
