import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'

/**
 * The number of proxies in front of the server, or their addresses and networks; 0: none is
 * trusted.
 */
export type TrustProxy = number | string

/** As Fastify takes it: hops are counted from this end, since whatever lies beyond them can be made up. */
export function fastifyTrust(trust: TrustProxy) {
  if (typeof trust === 'string') return trust
  return trust === 0 ? false : (_address: string, hop: number) => hop < trust
}

/** Behind a proxy that the server doesn't know, everybody has one address. The log says so once. */
export function warnOfUntoldProxy(app: FastifyInstance, log: Logger, trust: TrustProxy): void {
  if (trust !== 0) return
  let said = false
  app.addHook('onRequest', (request, _reply, next) => {
    if (!said && request.headers['x-forwarded-for'] !== undefined) {
      said = true
      log.warn(
        { address: request.ip },
        'Requests come through a proxy that MISSION_CONTROL_TRUST_PROXY does not name: limits by address count all its clients as one. Name the proxy there.',
      )
    }
    next()
  })
}

/**
 * Whether the request came through a trusted proxy: then the nearest address isn't the client's.
 */
function isProxied(request: FastifyRequest): boolean {
  return (request.ips?.length ?? 0) > 1
}

/**
 * Whether the request came through a proxy that isn't trusted: then nobody knows which address the
 * client sees.
 */
export function isByUntoldProxy(request: FastifyRequest): boolean {
  return request.headers['x-forwarded-for'] !== undefined && !isProxied(request)
}

/** What a trusted proxy says in a header; undefined: nothing, or somebody else says it. */
export function saidByProxy(request: FastifyRequest, header: string): string | undefined {
  const said = request.headers[header]
  return isProxied(request) && typeof said === 'string' && said !== '' ? said : undefined
}

/** The path under which a trusted proxy shows the server: what it said in X-Forwarded-Prefix. */
function prefixOf(request: FastifyRequest): string {
  const prefix = request.headers['x-forwarded-prefix']
  if (!isProxied(request) || typeof prefix !== 'string') return ''
  return /^(\/[\w.~%-]+)+\/?$/.test(prefix) ? prefix.replace(/\/$/, '') : ''
}

/** The address of a page for a link that people get: where `publicUrl` says that they reach the dashboard. */
export function pageAddress(
  request: FastifyRequest,
  path: string,
  publicUrl: string | undefined,
): string {
  return publicUrl === undefined ? addressOf(request, path) : publicUrl + path
}

/** The absolute address of a path of ours as the client sees it; the path alone where it names no host. */
export function addressOf(request: FastifyRequest, path: string): string {
  const { host, protocol } = request
  if (!/^[\w.:[\]-]+$/.test(host) || !/^https?$/.test(protocol)) return path
  return `${protocol}://${host}${prefixOf(request)}${path}`
}
