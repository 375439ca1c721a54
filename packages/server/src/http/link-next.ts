import type { FastifyReply } from 'fastify'

/** Tells where the next page is: the same address with this query, without what is undefined. */
export function linkNext(
  reply: FastifyReply,
  query: Record<string, string | number | undefined>,
): void {
  const next = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) next.set(name, `${value}`)
  // Relative to the request's own address: right behind any proxy and path prefix.
  reply.header('link', `<?${next}>; rel="next"`)
}
