import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { atFirstUse } from '../at-first-use.ts'
import { dashboardFiles } from './dashboard-files.ts'
import {
  baseOf,
  completePage,
  contentSecurityPolicy,
  isApi,
  isFile,
  PAGE,
  pathOf,
  SECURITY_HEADERS,
  tagOf,
} from './dashboard-page.ts'

const NOT_BUILT = `The dashboard has not been built. The API under /api works without it.

In the folder of Mission Control, this builds it; then reload this page:

  npm run build
`

/**
 * The dashboard beside the API: its files, and its one page at every other address that a browser
 * asks for. The page is read anew each time, so that a build shows without a restart.
 */
export function serveDashboard(app: FastifyInstance, webDir: string): void {
  const files = atFirstUse(() => dashboardFiles(webDir))

  app.get('/*', async (request, reply) => {
    const path = pathOf(request.url)
    if (isApi(path)) return reply.callNotFound()
    if (isFile(path)) {
      const answer = await files()
      reply.hijack()
      answer(request.raw, reply.raw)
      return reply
    }
    if (!wantsHtml(request)) return reply.callNotFound()
    const html = await pageIn(webDir)
    if (html === null) return reply.code(404).type('text/plain; charset=utf-8').send(NOT_BUILT)
    return sendPage(request, reply, html, baseOf(path))
  })
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  html: string,
  base: string,
): FastifyReply {
  const tag = tagOf(html, base)
  reply.headers({ ...SECURITY_HEADERS, 'cache-control': 'no-cache', vary: 'accept', etag: tag })
  // Without a policy: the one that the browser has kept names the nonce of the page that it has kept.
  if (request.headers['if-none-match']?.includes(tag)) return reply.code(304).send()
  const nonce = randomBytes(16).toString('base64')
  return reply
    .header('content-security-policy', contentSecurityPolicy(nonce))
    .type('text/html; charset=utf-8')
    .send(completePage(html, base, nonce))
}

async function pageIn(webDir: string): Promise<string | null> {
  try {
    return await readFile(join(webDir, PAGE), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function wantsHtml({ headers }: FastifyRequest): boolean {
  return /text\/(html|\*)|\*\/\*/.test(headers.accept ?? '*/*')
}
