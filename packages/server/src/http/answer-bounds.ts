import type { FastifyInstance } from 'fastify'
import type { Meter } from '../monitoring/meter.ts'
import type { Limits } from './limits.ts'

/**
 * Bounds what an answer costs. A client that still sends when its answer is out is read for a
 * moment: closing at once would reset the connection and lose the answer. A client that takes
 * nothing is cut.
 */
export function boundAnswers(app: FastifyInstance, { lingerFor }: Limits, meter: Meter): void {
  app.addHook('onRequest', (request, { raw: response }, next) => {
    const { raw, socket } = request
    response.on('finish', () => {
      if (raw.complete || socket.destroyed) return
      raw.resume()
      const linger = setTimeout(() => socket.destroy(), lingerFor)
      raw.once('close', () => clearTimeout(linger))
    })
    // The client is silent because there is nothing to take yet: the answer is still being made.
    response.on('timeout', () => {
      if (socket.writableLength === 0) return
      meter.readerCut()
      socket.destroy()
    })
    next()
  })
}
