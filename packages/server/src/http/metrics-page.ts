import { timingSafeEqual } from 'node:crypto'
import { fail } from '@mission-control/protocol'
import type { FastifyInstance } from 'fastify'
import { hashSecret } from '../auth/secrets.ts'

export interface MetricsPage {
  /** Who may read it. */
  token: string
  contentType: string
  text: () => Promise<string>
  /** Counts what is asked of the server. */
  watch: (app: FastifyInstance) => void
}

/** `/metrics` for Prometheus, by a token of its own: it tells of all workspaces. Without one it isn't there. */
export function serveMetrics(app: FastifyInstance, page: MetricsPage | undefined): void {
  const isToken = page && equals(page.token)
  app.get('/metrics', async (request, reply) => {
    if (!page) return reply.callNotFound()
    const [, given = ''] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    if (!isToken?.(given)) {
      reply.header('www-authenticate', 'Bearer')
      fail(
        'unauthenticated',
        'Expected "Authorization: Bearer" with the token that MISSION_CONTROL_METRICS_TOKEN has on the server.',
      )
    }
    return reply
      .headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
      .type(page.contentType)
      .send(await page.text())
  })
}

/** Compares hashes, so that the time it takes doesn't tell how much of a token was right. */
function equals(token: string): (given: string) => boolean {
  const hash = Buffer.from(hashSecret(token))
  return (given) => timingSafeEqual(hash, Buffer.from(hashSecret(given)))
}
