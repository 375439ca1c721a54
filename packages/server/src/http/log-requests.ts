import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Core } from '../core.ts'
import { idsOfPath } from '../monitoring/ids.ts'

/**
 * The ids by which a log line is found: of the request, its trace, and the task or desktop that it is about.
 */
export function idsOf({ tracer }: Core, request: FastifyRequest): object {
  return { requestId: request.id, traceId: tracer.traceOf(request), ...idsOfPath(request) }
}

/** Logs one line for each answer, if the log level includes them. */
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
