import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { json } from 'node:stream/consumers'
import { test } from 'node:test'
import { type Route, routes, statusOf } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'

interface Parameter {
  name: string
  description?: string
  in: string
  required: boolean
  schema: Record<string, unknown>
}

interface Operation {
  operationId: string
  summary: string
  tags: string[]
  security?: object[]
  parameters: Parameter[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, { description: string; content?: Content }>
}
type Content = Record<string, { schema: Record<string, unknown> }>

const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
const answer = await fetch(`${server.url}/api/openapi.json`)
const text = await answer.text()
const document = JSON.parse(text)
const paths: Record<string, Record<string, Operation>> = document.paths
const operations = Object.values(paths).flatMap((path) => Object.values(path))
const table = Object.entries(routes) as [string, Route][]
const templateOf = (path: string) => path.replace(/:(\w+)/g, '{$1}')

interface Schema {
  description?: string
  type?: string | string[]
  const?: unknown
  examples?: unknown[]
  properties?: Record<string, Schema>
}

const PLAIN = ['string', 'integer', 'number', 'boolean']

/** Every schema of the document, by where it is. */
function schemasIn(node: unknown, at = ''): { at: string; schema: Schema }[] {
  if (typeof node !== 'object' || node === null || /\/(examples|enum)$/.test(at)) return []
  const here = /\/(schema|items|additionalProperties|\d+)$|\/(schemas|properties)\/[^/]+$/.test(at)
  const below = Object.entries(node).flatMap(([name, value]) => schemasIn(value, `${at}/${name}`))
  return here ? [{ at, schema: node as Schema }, ...below] : below
}

/** The schema itself, where it is referred to by its name. */
function named(schema: Record<string, unknown>): Record<string, unknown> {
  const { $ref } = schema
  return typeof $ref === 'string' ? document.components.schemas[$ref.split('/').at(-1)!] : schema
}

test('the document is JSON of OpenAPI 3.1 with a title, a version and its schemes', () => {
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  assert.match(document.openapi, /^3\.1\.\d+$/)
  assert.equal(document.info.title, 'Mission Control')
  assert.match(document.info.version, /^\d+\.\d+\.\d+/)
  assert.deepEqual(Object.keys(document.components.securitySchemes), [
    'apiKey',
    'bearer',
    'session',
    'apiKeyInQuery',
  ])
  assert.deepEqual(document.security, [{ apiKey: [] }, { bearer: [] }, { session: [] }])
})

/** The servers in the document, as who sends these headers gets it. */
async function serversFor(headers: OutgoingHttpHeaders): Promise<string[]> {
  const asked = get(`${server.url}/api/openapi.json`, { headers })
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const { servers } = (await json(answer)) as { servers: { url: string }[] }
  return servers.map(({ url }) => url)
}

test('the server is named as it was reached, and relative to the document for who knows better', async () => {
  assert.deepEqual(await serversFor({}), [server.url, '..'])
  const other = { host: 'localhost:4000' }
  assert.deepEqual(await serversFor(other), ['http://localhost:4000', '..'])
  const byUntoldProxy = { 'x-forwarded-for': '192.0.2.1' }
  assert.deepEqual(await serversFor(byUntoldProxy), ['..'])
})

test('who makes up addresses gets the document without them in the end, and others as before', async () => {
  for (let each = 0; each < 16; each++) await serversFor({ host: `h${each}.example.org` })
  assert.deepEqual(await serversFor({ host: 'one-more.example.org' }), ['..'])
  assert.deepEqual(await serversFor({}), [server.url, '..'])
})

test('every reference leads somewhere', () => {
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!)
  assert.ok(references.length > 0)
  for (const reference of new Set(references)) {
    assert.match(reference, /^#\//)
    const target = reference
      .slice(2)
      .split('/')
      .reduce((node, name) => node?.[name], document)
    assert.ok(target, reference)
  }
})

/** What a route can't be asked without. */
const REQUIRED: Record<string, string> = {
  search: '?q=true',
  listBatches: '?ids=batch_none',
}

test('every property and parameter is described, with an example where its type gives none', () => {
  const places = schemasIn(document)
  const properties = places.flatMap(({ at, schema }) =>
    Object.entries(schema.properties ?? {}).map(([name, about]) => ({
      at: `${at}/${name}`,
      about,
    })),
  )
  assert.ok(properties.length > 300)
  for (const { at, about } of properties) assert.ok(about.description, `${at} is not described`)
  const parameters = operations.flatMap((operation) => operation.parameters)
  for (const { name, description } of parameters) assert.ok(description, name)
  const without = places.filter(({ at, schema }) => {
    const isPlain = [schema.type].flat().some((type) => PLAIN.includes(`${type}`))
    // What stands in a list, or under a name of somebody's choice, is shown by the whole.
    const isShown = places.some(
      (other) => other.schema.examples && `${at}/`.startsWith(`${other.at}/`),
    )
    return isPlain && schema.const === undefined && !isShown
  })
  assert.deepEqual(
    without.map(({ at }) => at),
    [],
  )
})

test('no schema tells what goes without saying', () => {
  assert.ok(!text.includes('9007199254740991'))
  assert.ok(!text.includes('02-29'))
})

test('what has to be an address says so', () => {
  const { schemas } = document.components
  const [builtin, chat] = schemas.NewAgentSetup.oneOf
  const emails = [schemas.Credentials, schemas.SetUp].map((each) => each.properties.email)
  assert.deepEqual(
    emails.map(({ format }) => format),
    ['email', 'email'],
  )
  for (const { properties } of [builtin, chat]) assert.equal(properties.baseUrl.format, 'uri')
})

test('resources are components, which answers name', () => {
  const names = Object.keys(document.components.schemas)
  for (const name of ['Task', 'Approval', 'Desktop', 'Problem', 'Event', 'ApiKey', 'ChatTurn']) {
    assert.ok(names.includes(name), name)
  }
  const lists = { listTasks: 'Task', listApprovals: 'Approval', listActivity: 'Event' }
  for (const [id, name] of Object.entries(lists)) {
    const { responses } = operations.find(({ operationId }) => operationId === id)!
    const items = responses[200]?.content?.['application/json']?.schema.items
    assert.deepEqual(items, { $ref: `#/components/schemas/${name}` })
  }
})

test('the paths and methods are those of the route table', () => {
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const expected = table.map(([, { method, path }]) => `${method} ${templateOf(path)}`)
  assert.deepEqual(listed.toSorted(), expected.toSorted())
})

test('operations have ids of their own, a summary and a tag', () => {
  const ids = operations.map(({ operationId }) => operationId)
  assert.equal(new Set(ids).size, table.length)
  for (const { summary, tags } of operations) {
    assert.ok(summary.length > 3 && summary.length <= 60, summary)
    assert.equal(tags.length, 1)
  }
})

for (const [name, route] of table) {
  test(`${name} is described with its parameters, body and answers`, () => {
    const operation = paths[templateOf(route.path)]?.[route.method.toLowerCase()]
    assert.ok(operation)
    assert.equal(operation.operationId, name)
    assert.equal(operation.security?.length === 0, route.open === true)
    const takesKeyInQuery = operation.security?.some((scheme) => 'apiKeyInQuery' in scheme)
    assert.equal(takesKeyInQuery === true, route.produces === 'events')

    const inPath = operation.parameters.filter((each) => each.in === 'path')
    assert.deepEqual(
      inPath.map((each) => [`{${each.name}}`, each.required]),
      (templateOf(route.path).match(/\{\w+\}/g) ?? []).map((each) => [each, true]),
    )
    for (const query of operation.parameters.filter((each) => each.in === 'query')) {
      assert.equal(query.required, REQUIRED[name]?.startsWith(`?${query.name}=`) ?? false)
      assert.ok(['string', 'integer'].includes(`${named(query.schema).type}`), query.name)
    }

    const body = operation.requestBody?.content['application/json']?.schema
    const list = route.body?.safeParse([]).success
    const type = body && named(body).type
    assert.equal(type, route.body ? (list ? 'array' : 'object') : undefined)
    const success = operation.responses[route.status]
    const types = Object.keys(success?.content ?? {})
    const answers = {
      events: 'text/event-stream',
      frames: 'text/event-stream',
      text: 'text/plain',
      lines: 'application/x-ndjson',
    }
    if (route.produces) assert.ok(types.includes(answers[route.produces]))
    assert.equal(types.includes('application/json'), route.response !== undefined)
    for (const code of route.errors) {
      const refusal = operation.responses[statusOf(code)]
      assert.ok(refusal?.description.includes(code))
      assert.ok(refusal?.content?.['application/problem+json'])
    }
    if (!route.open) assert.ok(operation.responses[401] && operation.responses[429])
  })
}

test('a body whose fields are all optional may be left out, another not', () => {
  const required = (name: string) =>
    operations.find(({ operationId }) => operationId === name)?.requestBody?.required
  assert.equal(required('createTask'), true)
  assert.equal(required('reviewTask'), true)
  assert.equal(required('updateSettings'), false)
})

test('what the server answers fits what the document says', async () => {
  const { id: desktopId } = await server.client.desktops.create({ name: 'a desktop' })
  await server.client.tasks.create({ type: 'command', content: 'true', desktopId })
  for (const [name, route] of table) {
    if (route.method !== 'GET' || !route.response || route.path.includes(':')) continue
    const value = await (await server.request(route.path + (REQUIRED[name] ?? ''))).json()
    const result = route.response.safeParse(value)
    assert.ok(result.success, `${name}: ${result.error?.message}`)
  }
})

test('HEAD answers what GET would, without the body; of a stream there is none', async () => {
  for (const [name, { method, path, produces, ...route }] of table) {
    if (method !== 'GET' || path.includes(':')) continue
    const head = await server.request(path + (REQUIRED[name] ?? ''), { method: 'HEAD' })
    // HEAD of …/desktops/stream has the shape of a desktop's address.
    const none = path.startsWith('/api/desktops/') ? 404 : 405
    assert.equal(head.status, produces === 'events' ? none : route.status, path)
    assert.equal(await head.text(), '')
  }
})

for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
  test(`no ${method} answers that is not in the document`, async () => {
    const known = new Set(table.map((each) => `${each[1].method} ${each[1].path}`))
    const likely = ['/', '/api', '/api/docs', '/metrics', '/api/runners/connect', '/api/tasks']
    const paths = new Set(table.map(([, route]) => route.path))
    for (const path of new Set([...paths, ...likely])) {
      if (known.has(`${method} ${path}`)) continue
      // A POST to …/batch, to …/rerun, to …/start and to …/:id/run have the shape of a path with an id, as others do.
      const shape = /\/(batch|run|rerun|stream|start|join|join-tokens)$/
      if (known.has(`${method} ${path.replace(shape, '/:id')}`)) continue
      // Who takes pages gets the dashboard outside /api.
      const headers = { accept: 'application/json' }
      const refused = await server.request(path.replace(':id', 'some_id'), { method, headers })
      const isPage = !path.startsWith('/api') && method !== 'GET'
      await assertProblem(
        refused,
        isPage || paths.has(path) ? 'method_not_allowed' : 'route_not_found',
      )
    }
  })
}
