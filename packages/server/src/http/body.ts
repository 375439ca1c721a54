import { fail } from '@mission-control/protocol'
import type { FastifyInstance } from 'fastify'

/** A body may have this many bytes. */
export const BODY_LIMIT = 1024 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** JSON and nothing else; an empty body is an absent one, whatever its content type. */
export function parseBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: unknown, body: Buffer) => {
    if (body.length === 0) return undefined
    const type = contentTypeOf(request as { headers: Record<string, string | undefined> })
    if (!/^application\/([\w.+-]+\+)?json$/i.test(type)) {
      fail(
        'unsupported_media_type',
        `The body must be application/json, got ${type || 'no content type'}.`,
      )
    }
    try {
      return JSON.parse(utf8.decode(body))
    } catch (error) {
      return fail('malformed_json', `The body must be JSON in UTF-8: ${(error as Error).message}.`)
    }
  })
}

function contentTypeOf({ headers }: { headers: Record<string, string | undefined> }): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim() ?? ''
}
