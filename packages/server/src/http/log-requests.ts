import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Core } from '../core.ts'
import { idsOfPath } from '../monitoring/ids.ts'

/** By which a request's lines in the log are found, and what else there is about the same things. */
export function idsOf({ tracer }: Core, request: FastifyRequest): object {
  return { requestId: request.id, traceId: tracer.traceOf(request), ...idsOfPath(request) }
}

/** One line for each answer, where the log is to have them. */
export function logRequests(app: FastifyInstance, core: Core): void {
  if (!core.log.isLevelEnabled('info')) return
  app.addHook('onResponse', (request, reply, next) => {
    const { method, routeOptions } = request
    const route = request.is404 ? undefined : routeOptions.url
    const answer = { method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    core.log.info({ ...idsOf(core, request), ...answer }, 'a request was answered')
    next()
  })
}
