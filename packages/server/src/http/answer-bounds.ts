import type { FastifyInstance } from 'fastify'
import type { Limits } from './limits.ts'

/**
 * Bounds what an answer costs. A client that still sends when its answer is out is heard for a moment:
 * closed at once, its connection would be reset, and the answer lost. One that takes nothing is cut.
 */
export function boundAnswers(app: FastifyInstance, { lingerFor }: Limits): void {
  app.addHook('onRequest', (request, { raw: response }, next) => {
    const { raw, socket } = request
    response.once('finish', () => {
      if (raw.complete || socket.destroyed) return
      raw.resume()
      const linger = setTimeout(() => socket.destroy(), lingerFor)
      raw.once('close', () => clearTimeout(linger))
    })
    // Silent, but with nothing to take: the answer is still being made.
    response.on('timeout', () => {
      if (socket.writableLength > 0) socket.destroy()
    })
    next()
  })
}
