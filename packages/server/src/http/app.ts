import { fail, problem } from '@mission-control/protocol'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Feeds } from '../activity/follow.ts'
import { atFirstUse } from '../at-first-use.ts'
import { Refusals } from '../audit/refusals.ts'
import type { SignInOptions } from '../auth/sign-in-options.ts'
import { SingleSignOn } from '../auth/sso/single-sign-on.ts'
import type { Core } from '../core.ts'
import { DesktopFeeds } from '../desktops/feed.ts'
import type { LoadDownloads } from '../join/load-downloads.ts'
import type { Readiness } from '../monitoring/readiness.ts'
import { searchesOf } from '../search/searches.ts'
import { boundAnswers } from './answer-bounds.ts'
import { authenticate } from './authenticate.ts'
import { bindRoutes } from './bind.ts'
import { parseBodies } from './body.ts'
import { answerClientError } from './client-error.ts'
import { compressJson } from './compress.ts'
import type { Connections } from './connections.ts'
import { serveDashboard } from './dashboard.ts'
import type { EventStreams } from './event-stream.ts'
import type { Handlers } from './handlers.ts'
import { serveJoinFiles } from './join-files.ts'
import type { Limits } from './limits.ts'
import { idsOf, logRequests } from './log-requests.ts'
import { methodsOf } from './methods.ts'
import { type MetricsPage, serveMetrics } from './metrics-page.ts'
import { sendProblem, toProblem } from './problems.ts'
import { RateLimit } from './rate-limit.ts'
import { accountHandlers } from './routes/account.ts'
import { activityHandlers } from './routes/activity.ts'
import { agentHandlers } from './routes/agents.ts'
import { approvalHandlers } from './routes/approvals.ts'
import { auditHandlers } from './routes/audit.ts'
import { boardHandlers } from './routes/board.ts'
import { chatHandlers } from './routes/chat.ts'
import { desktopHandlers } from './routes/desktops.ts'
import { joiningHandlers } from './routes/joining.ts'
import { keyHandlers } from './routes/keys.ts'
import { metricsHandlers } from './routes/metrics.ts'
import { outputHandlers } from './routes/output.ts'
import { passkeyHandlers } from './routes/passkeys.ts'
import { peopleHandlers } from './routes/people.ts'
import { searchHandlers } from './routes/search.ts'
import { serviceHandlers } from './routes/service.ts'
import { signInHandlers } from './routes/sign-in.ts'
import { ssoSettingsHandlers } from './routes/sso-settings.ts'
import { taskHandlers } from './routes/tasks.ts'
import { workspaceHandlers } from './routes/workspace.ts'
import { fastifyTrust, type TrustProxy, warnOfUntoldProxy } from './trust-proxy.ts'
import { isWebSocket } from './upgrade.ts'

// Not imported: an import of node:http loads Node's fetch, 30 ms and 16 MiB, for a class that it exports.
const { maxHeaderSize } = process.getBuiltinModule('node:http')

export interface HttpOptions {
  /** Requests per minute and key or session; 0 = no limit. */
  rateLimit: number
  /** Which proxies are trusted to report the client's address, host, protocol and prefix. */
  trustProxy: TrustProxy
  /** The folder of the built dashboard. */
  webDir: string
  /** Where the server keeps what it makes. */
  dataDir: string
  signIn: SignInOptions
  /** Loads the files that joining machines fetch. */
  downloads: LoadDownloads
  limits: Limits
  streams: EventStreams
  readiness: Readiness
  /** The page of metrics; undefined: there is none. */
  page: MetricsPage | undefined
}

/** The HTTP side: every route of the table, errors as problem documents. */
export function buildApp(
  core: Core,
  options: HttpOptions,
  connections: Connections,
): FastifyInstance {
  const { limits, streams } = options
  const app = Fastify({
    bodyLimit: limits.body,
    requestTimeout: limits.requestWithin,
    connectionTimeout: limits.stalledAfter,
    keepAliveTimeout: limits.idleFor,
    http: {
      headersTimeout: limits.headWithin,
      connectionsCheckingInterval: limits.lookEvery,
      shouldUpgradeCallback: isWebSocket,
    },
    clientErrorHandler: answerClientError,
    trustProxy: fastifyTrust(options.trustProxy),
    // Zod checks what comes in and JSON.stringify writes what goes out: Ajv and its like stay unloaded,
    // which saves 8 MiB and a tenth of the start.
    schemaController: { compilersFactory: { buildValidator: unused, buildSerializer: unused } },
    // Ids may be of any length: one that is too long is answered like any other unknown id, with
    // 404.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: maxHeaderSize },
    frameworkErrors: (error, _request, reply) => {
      sendProblem(reply, problem('invalid_request', error.message))
    },
  })
  connections.watch(app.server)
  options.page?.watch(app)
  core.tracer.watch(app)
  logRequests(app, core)
  warnOfUntoldProxy(app, core.log, options.trustProxy)
  app.addHook('preClose', async () => {
    streams.close()
    connections.end()
  })
  boundAnswers(app, limits, core.meter)
  parseBodies(app, limits)
  compressJson(app)

  app.setErrorHandler(async (error: Error, request, reply) => {
    const answer = toProblem(error) ?? (await core.storage.problemOf(error, core.store))
    if (!answer) {
      const about = { error, route: request.routeOptions.url, ...idsOf(core, request) }
      core.log.error(about, 'a request failed')
    }
    // Fastify would close after a body that is refused: see `boundAnswers`.
    if (reply.hasHeader('connection')) reply.removeHeader('connection')
    return sendProblem(
      reply,
      answer ??
        problem('internal', 'The server failed while it answered this request. Its log says why.'),
    )
  })

  const limit = new RateLimit(options.rateLimit, core)
  const notFound = async (request: FastifyRequest, reply: FastifyReply) => {
    const [path = ''] = request.url.split('?', 1)
    const isApi = path.startsWith('/api')
    const known = isApi ? methodsOf(path) : { allow: 'GET, HEAD', open: true }
    if (isApi && !known?.open) await authenticate(core, limit, request, reply, false)
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (known && (isApi || !isRead)) {
      reply.header('allow', known.allow)
      fail('method_not_allowed', `Expected ${known.allow} at ${path}, got ${request.method}.`)
    }
    fail(
      'route_not_found',
      `There is no ${request.method} ${path}; GET /api/openapi.json lists the routes.`,
    )
  }
  app.setNotFoundHandler(notFound)
  // Checks the request before its body is read.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) await notFound(request, reply)
  })

  const documents = atFirstUse(async () =>
    (await import('./openapi/addressed.ts')).addressedDocuments(),
  )
  const searches = searchesOf(core.store, options.dataDir)
  app.addHook('onClose', () => searches.close())
  const { downloads } = options
  const desktopFeeds = new DesktopFeeds(core)
  const sso = new SingleSignOn(core, options.signIn)
  const handlers: Handlers = {
    ...boardHandlers(core),
    ...taskHandlers(core),
    ...outputHandlers(core, streams),
    ...searchHandlers(core, searches),
    ...approvalHandlers(core),
    ...auditHandlers(core),
    ...activityHandlers(core, new Feeds(core), desktopFeeds, streams),
    ...desktopHandlers(core, desktopFeeds, streams),
    ...joiningHandlers(core, limit, downloads),
    ...agentHandlers(core),
    ...chatHandlers(core, streams),
    ...metricsHandlers(core),
    ...workspaceHandlers(core),
    ...keyHandlers(core),
    ...accountHandlers(core, limit, options.signIn),
    ...signInHandlers(core, limit, options.signIn, sso),
    ...ssoSettingsHandlers(core, options.signIn, sso),
    ...passkeyHandlers(core, limit, options.signIn),
    ...peopleHandlers(core, limit, options.signIn),
    ...serviceHandlers(core, options.readiness),
    getOpenApi: async ({ request, reply }) => {
      return reply.type('application/json; charset=utf-8').send((await documents())(request))
    },
  }
  const refusals = new Refusals(core)
  app.addHook('onClose', () => refusals.close())
  bindRoutes({ app, core, limit, limits, connections, refusals }, handlers)
  serveJoinFiles(app, downloads)
  serveMetrics(app, options.page)
  serveDashboard(app, options.webDir)
  return app
}

function unused(): never {
  throw new Error('no route has a Fastify schema')
}
