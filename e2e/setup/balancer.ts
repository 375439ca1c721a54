import { connect, createServer, type Socket } from 'node:net'
import type { Scope } from './cleanup.ts'
import { listen } from './listen.ts'

export interface Balancer {
  url: string
  /** The ports to which connections go: to the first that takes one. */
  ports: number[]
  /** Ends the connections that are open. */
  cut(): void
}

/** An address that stays, in front of servers that come and go. */
export async function startBalancer(t: Scope, ports: number[]): Promise<Balancer> {
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    track(socket)
    socket.pause()
    pass(socket, [...balancer.ports])
  })
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  const url = `http://127.0.0.1:${await listen(t, server)}`
  const balancer: Balancer = { url, ports, cut }

  function track(socket: Socket): void {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
  }

  function pass(socket: Socket, left: number[]): void {
    const port = left.shift()
    if (port === undefined) {
      socket.destroy()
      return
    }
    const upstream = connect({ port, host: '127.0.0.1', noDelay: true })
    upstream.once('error', () => pass(socket, left))
    upstream.once('connect', () => {
      track(upstream)
      socket.pipe(upstream).pipe(socket)
      socket.on('close', () => upstream.destroy())
      upstream.on('close', () => socket.destroy())
    })
  }
  return balancer
}
