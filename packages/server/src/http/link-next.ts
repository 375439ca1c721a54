import type { FastifyReply } from 'fastify'
import { addressOf } from './trust-proxy.ts'

/**
 * Sets the `Link` to the next page: the same address with this query, without undefined parameters.
 */
export function linkNext(
  reply: FastifyReply,
  query: Record<string, string | number | undefined>,
): void {
  const next = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) next.set(name, `${value}`)
  const [path = ''] = reply.request.url.split('?', 1)
  reply.header('link', `<${addressOf(reply.request, `${path}?${next}`)}>; rel="next"`)
}
