import { ProblemSchema, pathParameters, type Route, routes, TAGS } from '@mission-control/protocol'
import type { z } from 'zod'
import { SESSION_COOKIE } from '../session-cookie.ts'
import { refusalsOf } from './refusals.ts'
import { jsonSchemas } from './schemas.ts'

const table = Object.entries(routes) as [string, Route][]

type Json = Record<string, unknown>
type Schemas = Record<'input' | 'output', Json>

const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  in: 'header',
  description: 'The id of the last block that you got: the answer starts after it.',
  schema: { type: 'string', examples: ['42'] },
}
const LOCATION = {
  description: 'Where what was created is.',
  schema: { type: 'string', examples: ['/api/mission-control/tasks/task_01kgs8x3m4'] },
}
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'For 24 hours the same request with the same key gets the first answer, and nothing is done twice.',
  schema: { type: 'string', minLength: 1, maxLength: 255, examples: ['create-nightly-2026-03-15'] },
}

/** The OpenAPI 3.1 document of the route table. Making it takes a while: only who asks for it pays. */
export function openApiDocument(version: string) {
  const { components, ...schemas } = jsonSchemas(asked(), answered())
  const paths: Record<string, Json> = {}
  for (const [operationId, route] of table) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operation(operationId, route, schemas),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mission Control',
      version,
      description: 'Create tasks, run them on desktops, watch them live, and review their results.',
      contact: { name: 'Whoever runs this server' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    // Relative to the document: right behind any proxy and path prefix, for tools that resolve it.
    servers: [{ url: '..', description: 'The same, relative to this document' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [{ apiKey: [] }, { bearer: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: key('header', 'x-api-key', 'An API key.'),
        bearer: { type: 'http', scheme: 'bearer', description: 'The same key as a bearer token.' },
        session: key(
          'cookie',
          SESSION_COOKIE,
          'The cookie that signing in sets. The header x-workspace (of event streams also the parameter workspace) names the workspace; without it the request is for the personal one.',
        ),
        apiKeyInQuery: key(
          'query',
          'apiKey',
          'An API key, for event streams only: EventSource in browsers can send no header.',
        ),
      },
      schemas: components,
    },
  }
}

function key(place: string, name: string, description: string) {
  return { type: 'apiKey', in: place, name, description }
}

function asked(): Record<string, z.ZodType> {
  return Object.fromEntries(
    table.flatMap(([name, { query, body }]) => [
      ...(query ? [[`${name} query`, query]] : []),
      ...(body ? [[`${name} body`, body]] : []),
    ]),
  )
}

function answered(): Record<string, z.ZodType> {
  return Object.fromEntries([
    ['problem', ProblemSchema],
    ...Object.entries(pathParameters),
    ...table.flatMap(([name, { response, frames }]) => [
      ...(response ? [[name, response]] : []),
      ...(frames ? [[`${name} frames`, frames()]] : []),
    ]),
  ])
}

function operation(name: string, route: Route, { input, output }: Schemas) {
  const [summary] = route.summary.split(/[;:]|, /, 1)
  return {
    operationId: name,
    summary,
    description: `${route.summary}.${needed(route)}`,
    tags: [route.tag],
    ...(route.open ? { security: [] } : { 'x-needs': route.needs }),
    ...(route.needs === 'session' && { security: [{ session: [] }] }),
    ...(route.produces === 'events' && {
      security: [{ apiKey: [] }, { bearer: [] }, { session: [] }, { apiKeyInQuery: [] }],
    }),
    parameters: [
      ...inPath(route, output),
      ...inQuery(input[`${name} query`] as Json | undefined),
      ...(route.keyed ? [IDEMPOTENCY_KEY] : []),
      ...(route.frames ? [LAST_EVENT_ID] : []),
    ],
    ...(route.body && {
      requestBody: {
        required: !route.body.safeParse({}).success,
        content: { 'application/json': { schema: input[`${name} body`] } },
      },
    }),
    responses: { [route.status]: success(name, route, output), ...failures(route) },
  }
}

/** Who may ask, in words. */
function needed({ needs }: Route): string {
  if (needs === undefined || needs === 'self') return ''
  if (needs === 'session') return ' Only somebody who is signed in may ask this: no API key does.'
  if (needs === 'owner') return ' Only the owner of the server may ask this.'
  return ` Needs the scope ${needs}.`
}

function success(name: string, route: Route, output: Json) {
  const content: Json = {}
  if (route.response) content['application/json'] = { schema: output[name] }
  if (route.produces === 'text') {
    const schema = { type: 'string', description: 'The exact bytes.', examples: ['42 passed\n'] }
    content['text/plain'] = { schema }
  }
  if (route.produces === 'lines') {
    const schema = { type: 'string', description: 'Lines of JSON.', examples: ['{"end":0}\n'] }
    content['application/x-ndjson'] = { schema }
  }
  // As generators read it: the schema is that of the data of each block.
  if (route.frames) content['text/event-stream'] = { schema: output[`${name} frames`] }
  return {
    description: `${route.summary}.`,
    ...(route.location && { headers: { Location: LOCATION } }),
    ...(Object.keys(content).length > 0 && { content }),
  }
}

function failures(route: Route): Json {
  const schema = { $ref: '#/components/schemas/Problem' }
  return Object.fromEntries(
    [...refusalsOf(route)].map(([status, codes]) => [
      status,
      { description: codes.join(', '), content: { 'application/problem+json': { schema } } },
    ]),
  )
}

function inPath({ path }: Route, output: Json) {
  const parts = path.split('/')
  return parts.flatMap((part, i) =>
    part.startsWith(':')
      ? [parameter(part.slice(1), 'path', true, output[`${parts[i - 1]}/${part}`] as Json)]
      : [],
  )
}

function inQuery(query?: Json) {
  const { properties = {}, required = [] } = (query ?? {}) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) =>
    parameter(name, 'query', required.includes(name), schema),
  )
}

function parameter(name: string, place: string, required: boolean, about: Json) {
  const { description, ...schema } = about
  return { name, in: place, required, description, schema }
}
