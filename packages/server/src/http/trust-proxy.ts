import type { FastifyRequest } from 'fastify'

/** So many proxies stand before the server, or theirs are these addresses and networks; 0: none is trusted. */
export type TrustProxy = number | string

/** As Fastify takes it: hops are counted from this end, since whatever lies beyond them can be made up. */
export function fastifyTrust(trust: TrustProxy) {
  if (typeof trust === 'string') return trust
  return trust === 0 ? false : (_address: string, hop: number) => hop < trust
}

/** The path under which a trusted proxy shows the server: what it said in X-Forwarded-Prefix. */
function prefixOf(request: FastifyRequest): string {
  const prefix = request.headers['x-forwarded-prefix']
  // The nearest address isn't the client's: it is a proxy's that is trusted.
  const isProxied = (request.ips?.length ?? 0) > 1
  if (!isProxied || typeof prefix !== 'string') return ''
  return /^(\/[\w.~%-]+)+\/?$/.test(prefix) ? prefix.replace(/\/$/, '') : ''
}

/** The absolute address of a path of ours as the client sees it; the path alone where it names no host. */
export function addressOf(request: FastifyRequest, path: string): string {
  const { host, protocol } = request
  if (!/^[\w.:[\]-]+$/.test(host) || !/^https?$/.test(protocol)) return path
  return `${protocol}://${host}${prefixOf(request)}${path}`
}
