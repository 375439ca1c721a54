import {
  type ErrorCode,
  ProblemSchema,
  type Route,
  routes,
  statusOf,
} from '@mission-control/protocol'
import { z } from 'zod'
import { SESSION_COOKIE } from './session-cookie.ts'

/** The OpenAPI 3.1 document of the route table. */
export function openApiDocument(version: string) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [operationId, route] of Object.entries(routes) as [string, Route][]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(operationId, route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mission Control',
      version,
      description: 'Create tasks, run them on desktops, watch them live, and judge their results.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    // Relative: right behind any proxy and path prefix.
    servers: [{ url: '..' }],
    security: [{ apiKey: [] }, { bearer: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
      },
      schemas: { Problem: jsonSchema(ProblemSchema, 'output') },
    },
  }
}

function operation(operationId: string, route: Route) {
  return {
    operationId,
    summary: route.summary,
    tags: [route.tag],
    ...(route.open && { security: [] }),
    parameters: [...pathParameters(route), ...queryParameters(route), ...keyParameter(route)],
    ...(route.body && {
      requestBody: {
        required: !route.body.safeParse({}).success,
        content: { 'application/json': { schema: jsonSchema(route.body, 'input') } },
      },
    }),
    responses: { [route.status]: success(route), ...failures(route) },
  }
}

function success(route: Route) {
  const content: Record<string, unknown> = {}
  if (route.response) content['application/json'] = { schema: jsonSchema(route.response, 'output') }
  if (route.produces === 'text') content['text/plain'] = { schema: { type: 'string' } }
  if (route.produces === 'events' || route.produces === 'frames') {
    content['text/event-stream'] = { schema: { type: 'string' } }
  }
  return { description: route.summary, ...(Object.keys(content).length > 0 && { content }) }
}

/** The errors of the route itself and those that every route of its kind can answer, by status. */
function failures(route: Route): Record<string, unknown> {
  const codes = new Set<ErrorCode>(route.errors)
  if (route.method !== 'GET') codes.add('foreign_origin').add('insufficient_storage')
  if (!route.open) codes.add('unauthenticated').add('rate_limited')
  if (route.query || route.body) codes.add('invalid_request')
  if (route.body) {
    codes.add('malformed_json').add('body_too_large').add('unsupported_media_type')
    codes.add('request_timeout').add('overloaded')
  }
  if (route.keyed) codes.add('idempotency_in_flight').add('idempotency_mismatch')
  const byStatus = Map.groupBy(codes, statusOf)
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.join(', '),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]),
  )
}

function pathParameters(route: Route) {
  return [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function keyParameter({ keyed }: Route) {
  if (!keyed) return []
  const description =
    'For 24 hours the same request with the same key gets the first answer, and nothing is done twice.'
  const schema = { type: 'string', minLength: 1, maxLength: 255 }
  return [{ name: 'Idempotency-Key', in: 'header', required: false, description, schema }]
}

function queryParameters(route: Route) {
  if (!route.query) return []
  const { properties = {}, required = [] } = jsonSchema(route.query, 'input') as {
    properties?: Record<string, unknown>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
