import type { FastifyReply } from 'fastify'
import { addressOf } from './trust-proxy.ts'

/** Tells where the next page is: the same address with this query, without what is undefined. */
export function linkNext(
  reply: FastifyReply,
  query: Record<string, string | number | undefined>,
): void {
  const next = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) next.set(name, `${value}`)
  const [path = ''] = reply.request.url.split('?', 1)
  reply.header('link', `<${addressOf(reply.request, `${path}?${next}`)}>; rel="next"`)
}
