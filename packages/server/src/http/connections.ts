import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Between two looks for connections that have had their answer, while the server stops, in ms. */
const IDLE_CHECK_MS = 20

/**
 * Returns what lets go, when the server stops, of the connections that Node would wait for:
 * - those over which nothing was asked yet: browsers and fetch open them in reserve, and to Node they
 *   are not idle;
 * - those that a client keeps after its last answer: Node ends the idle ones only once, as the stop
 *   begins.
 */
export function watchConnections(server: Server): () => void {
  const unused = new Set<Socket>()
  let closing = false
  server.on('connection', (socket) => {
    if (closing) return socket.destroy()
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', ({ socket }) => unused.delete(socket))
  server.on('upgrade', ({ socket }) => unused.delete(socket))
  return () => {
    closing = true
    for (const socket of unused) socket.destroy()
    const timer = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS)
    server.once('close', () => clearInterval(timer))
  }
}
