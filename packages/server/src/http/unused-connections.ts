import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Connections that nobody has asked anything over yet: browsers and fetch open them in reserve. Node
 * doesn't count them as idle, so a server that stops would wait for them. Returns what ends them.
 */
export function watchUnusedConnections(server: Server): () => void {
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
  }
}
