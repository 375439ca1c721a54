import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Scope } from './cleanup.ts'
import { listen } from './listen.ts'

export interface ConnectProxy {
  /** HOST:PORT */
  address: string
  /** Whereto it was asked for a way, once for each. */
  asked: string[]
}

/** A proxy as companies have them, by CONNECT. It alone knows the way to the names, which is to that port here. */
export async function startConnectProxy(
  t: Scope,
  name: string,
  port: number,
): Promise<ConnectProxy> {
  const asked: string[] = []
  const proxy = createServer((_, outgoing) => outgoing.writeHead(405).end())
  proxy.on('connect', ({ url = '' }, socket: Socket) => {
    asked.push(url)
    if (url !== name) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const upstream = connect(port, '127.0.0.1')
    for (const each of [socket, upstream]) each.on('error', () => undefined)
    upstream.once('connect', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    socket.pipe(upstream).on('close', () => socket.destroy())
    upstream.pipe(socket).on('close', () => upstream.destroy())
  })
  return { address: `127.0.0.1:${await listen(t, proxy)}`, asked }
}
