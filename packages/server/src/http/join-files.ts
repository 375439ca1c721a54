import { createReadStream } from 'node:fs'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { atFirstUse } from '../at-first-use.ts'
import type { Download } from '../join/downloads.ts'
import type { LoadDownloads } from '../join/load-downloads.ts'
import { addressOf, isByUntoldProxy } from './trust-proxy.ts'

/**
 * The script that machines join by, and what it fetches. No key is needed: the script is run by whoever
 * has a token, which it doesn't see here.
 */
export function serveJoinFiles(app: FastifyInstance, downloads: LoadDownloads): void {
  const script = atFirstUse(() => import('../join/script.ts'))

  app.get('/join', async (request, reply) => {
    const { joinScript } = await script()
    const all = await downloads()
    const [program, runtimes] = await Promise.all([all.package(), all.runtimes()])
    const server = isByUntoldProxy(request) ? '' : addressOf(request, '')
    return reply
      .headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
      .type('text/plain; charset=utf-8')
      .send(joinScript(server, program, runtimes))
  })

  app.get<{ Params: { sum: string } }>('/join/package/:sum', async ({ params }, reply) =>
    send(reply, [await (await downloads()).package()], params.sum),
  )

  app.get<{ Params: { sum: string } }>('/join/runtime/:sum', async ({ params }, reply) =>
    send(reply, await (await downloads()).runtimes(), params.sum),
  )
}

/**
 * Files are requested by hash, so that a machine that was told of an earlier file doesn't get a later one.
 */
function send(reply: FastifyReply, all: Download[], sum: string): FastifyReply {
  const wanted = all.find(({ sha256 }) => sha256 === sum)
  if (!wanted) {
    return reply.code(404).type('text/plain').send('The server has another version now.\n')
  }
  return reply
    .headers({ 'content-length': wanted.size, 'cache-control': 'public, max-age=86400, immutable' })
    .type('application/octet-stream')
    .send(createReadStream(wanted.file))
}
