import { fail, ProblemError, type Route, routes } from '@mission-control/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Refusals } from '../audit/refusals.ts'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { doing } from '../store/deed.ts'
import { allow } from './allow.ts'
import { authenticate } from './authenticate.ts'
import type { Connections } from './connections.ts'
import { deedOf, refusalOf } from './deed.ts'
import type { Handlers } from './handlers.ts'
import { Idempotency, idempotencyKeyOf } from './idempotency.ts'
import { Later } from './later.ts'
import type { Limits } from './limits.ts'
import { locate } from './locate.ts'
import { refuseForeignOrigin } from './own-origin.ts'
import { fieldErrors } from './problems.ts'
import type { RateLimit } from './rate-limit.ts'
import { isRestricted, narrow, requireWithin } from './reach.ts'

/** Any handler: its input has been made by the route's own schemas. */
type AnyHandler = (input: unknown) => Promise<unknown>

interface Surroundings {
  app: FastifyInstance
  core: Core
  limit: RateLimit
  limits: Limits
  connections: Connections
  refusals: Refusals
}

/** Gives every route of the table its handler: authentication, validation, then the operation. */
export function bindRoutes(
  { app, core, limit, limits, connections, refusals }: Surroundings,
  handlers: Handlers,
): void {
  const callers = new WeakMap<FastifyRequest, AuthenticatedCaller>()
  const idempotency = new Idempotency(core)
  for (const [name, route] of Object.entries(routes) as [keyof Handlers, Route][]) {
    const handler = handlers[name] as unknown as AnyHandler
    const isRead = route.method === 'GET'
    app.route({
      method: route.method,
      url: route.path,
      bodyLimit: route.open ? limits.openBody : limits.body,
      // A stream without a body would only stay open.
      exposeHeadRoute: route.produces !== 'events',
      // Before the body is read: without a key or session a client learns nothing, and nothing of
      // its body is parsed.
      onRequest: async (request, reply) => {
        if (route.open) return refuseForeignOrigin(request)
        const keyInQuery = route.produces === 'events'
        const note = (caller: AuthenticatedCaller) => callers.set(request, caller)
        const caller = await authenticate(core, limit, request, reply, keyInQuery, note)
        note(caller)
        await allow(core, caller, route.needs)
        await narrow(core, caller, name, (request.params as { id?: string }).id ?? '')
        connections.know(request.socket)
      },
      onError: async (request, _reply, error: Error) => {
        if (!(error instanceof ProblemError)) return
        const caller = callers.get(request)
        const deed = deedOf(name, request, caller, core.now())
        const refusal = refusalOf(route, request, deed, error.problem, isRestricted(caller))
        if (refusal) refusals.add(refusal)
      },
      handler: async (request, reply) => {
        const caller = callers.get(request)
        if (route.secret) reply.header('cache-control', 'no-store, no-transform')
        const asked = {
          params: request.params,
          query: route.query && validate(route.query, request.query, 'query parameters'),
          body: route.body && validate(route.body, bodyOf(request), 'body'),
        }
        if (caller) await requireWithin(core, caller, asked.body)
        const deed = isRead ? undefined : deedOf(name, request, caller, core.now())
        const perform = (effect?: string) =>
          core.tracer.within(request, () => {
            const operate = () => handler({ caller, ...asked, request, reply, effect })
            return deed ? doing(deed, operate) : operate()
          })
        const key = route.keyed && idempotencyKeyOf(request)
        if (caller && key !== undefined) {
          const keyed = { caller, route: name, location: route.location, key, asked, reply }
          return await idempotency.answer(keyed, route.status, perform)
        }
        const answer = await perform()
        if (answer instanceof Later) return answer.respond()
        // A handler that answers by itself returns the reply, which is a promise of its end.
        if (answer === undefined && reply.raw.headersSent) return reply
        locate(reply, route.location, answer)
        return reply.code(route.status).send(answer)
      },
    })
  }
}

/** A missing body counts as an empty object; only `null` itself is null. */
function bodyOf({ body }: FastifyRequest): unknown {
  return body === undefined ? {} : body
}

function validate<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = fieldErrors(result.error, value)
  const list = errors
    .map(({ path, message }) => (path ? `${path}: ${message}` : message))
    .join('; ')
  return fail('invalid_request', `The ${what} cannot be used. ${list}`, errors)
}
