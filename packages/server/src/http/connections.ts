import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Returns what a stop begins with: it ends the connections over which nothing is being asked, and
 * from then on each one once its answer is sent. Node's own `closeIdleConnections` looks only once,
 * waits for connections over which nothing was asked yet (browsers and fetch open them in reserve)
 * and cuts answers that are written but not sent: it is switched off.
 */
export function watchConnections(server: Server): () => void {
  const idle = new Set<Socket>()
  let stopping = false
  const rest = (socket: Socket) => {
    if (stopping) socket.destroySoon()
    else if (!socket.destroyed) idle.add(socket)
  }
  server.closeIdleConnections = () => undefined
  server.on('connection', (socket) => {
    socket.once('close', () => idle.delete(socket))
    rest(socket)
  })
  server.on('request', ({ socket }, response) => {
    idle.delete(socket)
    response.once('close', () => rest(socket))
  })
  server.on('upgrade', ({ socket }) => idle.delete(socket))
  return () => {
    stopping = true
    for (const socket of idle) socket.destroySoon()
  }
}
