import type { IncomingMessage, ServerResponse } from 'node:http'
import { problem } from '@mission-control/protocol'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { contentSecurityPolicy, PAGE, pathOf, SECURITY_HEADERS } from './dashboard-page.ts'
import { sendProblem } from './problems.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** Their names change with their content. */
const HASHED = /\/assets\/[^/]+$/

/**
 * What answers requests for the files of the dashboard. An app of its own, so that it can be made at
 * the first such request: a start would take 25 ms longer, and whoever uses only the API 2 MiB more.
 */
export async function dashboardFiles(webDir: string): Promise<Answer> {
  const { default: fastifyStatic } = await import('@fastify/static')
  const app = Fastify({ frameworkErrors: (_error, request, reply) => notFound(request, reply) })
  app.setNotFoundHandler(notFound)
  app.setErrorHandler((_error, request, reply) => notFound(request, reply))
  app.register(fastifyStatic, {
    root: webDir,
    index: false,
    preCompressed: true,
    dotfiles: 'ignore',
    acceptRanges: false,
    cacheControl: false,
    // The file on disk doesn't know under which path it is served: it goes through `completePage`.
    allowedPath: (path) => path !== `/${PAGE}`,
    setHeaders: (reply, path) => {
      const cached = HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'
      reply.headers({
        ...SECURITY_HEADERS,
        'content-security-policy': contentSecurityPolicy(),
        'cache-control': cached,
      })
    },
  })
  await app.ready()
  return app.routing
}

function notFound({ raw }: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, problem('route_not_found', `There is no ${pathOf(raw.url ?? '/')}.`))
}
