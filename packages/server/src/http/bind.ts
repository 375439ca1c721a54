import { fail, type Route, routes } from '@mission-control/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Core } from '../core.ts'
import { authenticate } from './authenticate.ts'
import type { Handlers } from './handlers.ts'
import { fieldErrors } from './problems.ts'
import type { RateLimit } from './rate-limit.ts'

/** Any handler: its input has been made by the route's own schemas. */
type AnyHandler = (input: unknown) => Promise<unknown>

/** Gives every route of the table its handler: authentication, validation, then the operation. */
export function bindRoutes(
  app: FastifyInstance,
  core: Core,
  limit: RateLimit,
  handlers: Handlers,
): void {
  for (const [name, route] of Object.entries(routes) as [keyof Handlers, Route][]) {
    const handler = handlers[name] as unknown as AnyHandler
    app.route({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        const input = await inputOf(core, limit, route, request, reply)
        const answer = await handler(input)
        if (answer === reply) return reply
        return reply.code(route.status).send(answer)
      },
    })
  }
}

async function inputOf(
  core: Core,
  limit: RateLimit,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const keyInQuery = route.produces === 'events'
  return {
    caller: route.open ? undefined : await authenticate(core, limit, request, reply, keyInQuery),
    params: request.params,
    query: route.query && validate(route.query, request.query, 'query parameters'),
    body: route.body && validate(route.body, request.body ?? {}, 'body'),
    request,
    reply,
  }
}

function validate<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = fieldErrors(result.error)
  const list = errors
    .map(({ path, message }) => (path ? `${path}: ${message}` : message))
    .join('; ')
  return fail('invalid_request', `The ${what} cannot be used. ${list}`, errors)
}
