import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Route, routes, Task } from '@mission-control/protocol'
import { PERSON, setUpBrowser } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
const owner = await setUpBrowser(server)
const { id: desktopId } = await server.client.desktops.create({ name: 'never connected' })
const MC = '/api/mission-control'
const TASKS = `${MC}/tasks`
const task = JSON.stringify({ type: 'command', content: 'true', desktopId })
const json = { 'content-type': 'application/json' }
const MIB = 1024 * 1024

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
  server.request(TASKS, { method: 'POST', body, headers })

for (const [what, body] of [
  ['half an object', '{"type":'],
  ['a missing value', '{"type":}'],
  ['a comma too many', `${task.slice(0, -1)},}`],
  ['single quotes', "{'type':'command'}"],
  ['two values', `${task}${task}`],
  ['no JSON at all', 'type=command'],
  ['nothing but blanks', '  \n'],
  ['a NUL byte', `${task}\0`],
  ['200,000 open brackets', '['.repeat(200_000)],
  ['bytes that are not UTF-8', Buffer.from(task.replace('true', '\xff\xfe'), 'latin1')],
  ['UTF-16', Buffer.from(task, 'utf16le')],
] as const) {
  test(`a body of ${what}: 400 malformed_json`, async () => {
    const body_ = typeof body === 'string' ? body : new Uint8Array(body)
    await assertProblem(await post(body_), 'malformed_json')
  })
}

for (const type of ['text/plain', 'text/json', 'application/x-www-form-urlencoded', 'x', 'a/b/c']) {
  test(`a body as ${type}: 415`, async () => {
    const { detail } = await assertProblem(
      await post(task, { 'content-type': type }),
      'unsupported_media_type',
    )
    assert.match(detail, /application\/json/)
  })
}

test('a body without a content type: 415', async () => {
  await assertProblem(await post(new TextEncoder().encode(task), {}), 'unsupported_media_type')
})

for (const type of [
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON;charset=UTF-8',
  'application/merge-patch+json',
]) {
  test(`a body as ${type} is taken`, async () => {
    assert.equal((await post(task, { 'content-type': type })).status, 201)
  })
}

test('a body of exactly 1 MiB is taken, a byte more is 413', async () => {
  assert.equal((await post(task + ' '.repeat(MIB - task.length))).status, 201)
  await assertProblem(await post(task + ' '.repeat(MIB - task.length + 1)), 'body_too_large')
})

test('a body without an announced length is 413 as soon as it is over 1 MiB', async () => {
  const body = new Blob([task, ' '.repeat(MIB)]).stream()
  const init = { method: 'POST', body, headers: json, duplex: 'half' } as RequestInit
  await assertProblem(await server.request(TASKS, init as never), 'body_too_large')
})

for (const [what, headers] of [
  ['no content type', {}],
  ['application/json', json],
  ['text/plain', { 'content-type': 'text/plain' }],
] as const) {
  test(`an empty body with ${what} is taken where no field is required`, async () => {
    const { id } = Task.parse(await (await post(task)).json())
    const run = await server.request(`${TASKS}/${id}/run`, { method: 'POST', headers })
    await assertProblem(run, 'desktop_unavailable')
    const settings = await server.request(`${MC}/settings`, { method: 'PATCH', headers })
    assert.deepEqual(await settings.json(), await server.client.settings.get())
    const cancel = await server.request(`${TASKS}/${id}/cancel`, { method: 'POST', headers })
    assert.equal(cancel.status, 200)
    const gone = await server.request(`${TASKS}/${id}`, { method: 'DELETE', headers })
    assert.equal(gone.status, 204)
    assert.equal(await gone.text(), '')
  })

  test(`an empty body with ${what} lacks the fields where some are required`, async () => {
    const answer = await server.request(TASKS, { method: 'POST', headers })
    const { errors } = await assertProblem(answer, 'invalid_request')
    assert.deepEqual(
      errors?.map(({ path }) => path),
      ['type', 'content', 'desktopId'],
    )
  })
}

test('unknown fields are ignored, however deep they are', async () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000)
  const answer = await post(`${task.slice(0, -1)},"more":${deep},"status":"done"}`)
  assert.equal(Task.parse(await answer.json()).status, 'pending')
})

test('a field of 200,000 levels in place of the content: 400 naming it', async () => {
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
  const { errors } = await assertProblem(
    await post(task.replace('"true"', deep)),
    'invalid_request',
  )
  assert.deepEqual(
    errors?.map(({ path }) => path),
    ['content'],
  )
})

test('__proto__ and constructor in a body are fields like any unknown one', async () => {
  const gate = '{"requiresApproval":true,"type":"prompt","status":"done"}'
  const more = `"__proto__":${gate},"constructor":{"prototype":${gate}}`
  const created = Task.parse(await (await post(`${task.slice(0, -1)},${more}}`)).json())
  assert.equal(created.requiresApproval, false)
  assert.equal(created.type, 'command')
  const later = Task.parse(await (await post(task)).json())
  assert.equal(later.requiresApproval, false)
  await assertProblem(await post(`{"__proto__":${task}}`), 'invalid_request')
})

const numbers = ['-1', '1.5', 'abc', '', ' ', '1e999', '9'.repeat(30), 'NaN', '1,2', '0x10']
const limits = [...numbers, '0']
const QUERIES: [path: string, field: string, values: string[]][] = [
  [TASKS, 'status', ['finished', '', 'DONE', 'done,failed']],
  [TASKS, 'limit', [...limits, '1001']],
  [`${MC}/approvals`, 'kind', ['results', '']],
  [`${MC}/activity`, 'type', ['task.output', 'task', '']],
  [`${MC}/activity`, 'limit', [...limits, '1001']],
  [`${MC}/activity`, 'after', numbers],
  [`${MC}/activity`, 'before', numbers],
  [`${MC}/activity/stream`, 'after', numbers],
  [`${TASKS}/task_1/output`, 'after', numbers],
  [`${TASKS}/task_1/output`, 'limit', [...limits, '10001']],
]

for (const [path, field, values] of QUERIES) {
  for (const value of values) {
    test(`${path}?${field}=${value}: 400 naming the parameter`, async () => {
      const answer = await server.request(`${path}?${new URLSearchParams({ [field]: value })}`)
      const { errors } = await assertProblem(answer, 'invalid_request')
      assert.deepEqual(
        errors?.map((error) => error.path),
        [field],
      )
    })
  }

  test(`${path} with two of ${field}: 400 naming the parameter`, async () => {
    const answer = await server.request(`${path}?${field}=1&${field}=2`)
    const { errors } = await assertProblem(answer, 'invalid_request')
    assert.equal(errors?.[0]?.path, field)
  })
}

test('unknown parameters are ignored, filters that match nothing give an empty list', async () => {
  assert.equal((await server.request(`${TASKS}?colour=red&limit=1`)).status, 200)
  for (const none of ['desktop_unknown', '', '%00', '%ED%A0%80', "'--", 'x'.repeat(10_000)]) {
    for (const path of [TASKS, `${MC}/activity`]) {
      const answer = await server.request(`${path}?desktopId=${none}`)
      assert.deepEqual(await answer.json(), [], `${path} ${none}`)
    }
    const answer = await server.request(`${MC}/activity?taskId=${none}`)
    assert.deepEqual(await answer.json(), [], none)
  }
})

for (const value of ['abc', '-1', '1.5', '1e3', '9'.repeat(30), '1, 2', '0x10', '١']) {
  test(`Last-Event-ID: ${value}: 400 naming the header`, async () => {
    const headers = { 'last-event-id': Buffer.from(value).toString('latin1') }
    const answer = await server.request(`${MC}/activity/stream`, { headers })
    const { errors } = await assertProblem(answer, 'invalid_request')
    assert.deepEqual(
      errors?.map(({ path }) => path),
      ['Last-Event-ID'],
    )
  })
}

const NOT_IDS = [
  '1',
  'task_',
  '%00',
  '%F0%9F%98%80',
  "'%20or%201=1",
  '..%2F..',
  'x'.repeat(400),
  'x'.repeat(9_000),
]
const BODY_OF: Record<string, unknown> = {
  reviewTask: { decision: 'approve' },
  resolveApproval: { decision: 'approve' },
  setPermissionRules: [],
  setAgentUp: { kind: 'acp', command: 'true' },
  copyAgent: { desktopIds: ['x'] },
  moveDesktop: { workspaceId: (await server.client.workspaces.list())[0]!.id },
  sendChat: { message: 'Hello' },
  updateMember: { role: 'viewer' },
  updateUser: { disabled: true },
  updatePasskey: { name: 'phone' },
  removePasskey: { password: PERSON.password },
}

for (const [name, route] of Object.entries(routes) as [string, Route][]) {
  const notFound = route.errors.find((code) => code.endsWith('_not_found'))
  if (!notFound) continue
  test(`${route.method} ${route.path} with what is no id, or another's: 404 ${notFound}`, async () => {
    const other = notFound === 'desktop_not_found' ? 'task_01kny000000000000000000000' : desktopId
    for (const id of [...NOT_IDS, other]) {
      const path = route.path.replace(':id', id)
      const by = route.needs === 'session' ? owner : server
      const answer = await by.request(path, { method: route.method, json: BODY_OF[name] })
      await assertProblem(answer, notFound)
    }
  })
}

for (const [method, path] of [
  ['GET', '/api'],
  ['GET', '/api/mission-control'],
  ['GET', `${MC}/tasks/1/2/3`],
  ['POST', `${MC}/nothing`],
] as const) {
  test(`${method} ${path}: 404 route_not_found`, async () => {
    await assertProblem(await server.request(path, { method }), 'route_not_found')
  })
}

test('a path that is not percent-encoded: 400', async () => {
  await assertProblem(await server.request(`${TASKS}/%zz`), 'invalid_request')
})

test('after all that the server is well', async () => {
  assert.equal((await server.client.health()).status, 'ok')
  assert.equal(server.program.stderr(), '')
})
