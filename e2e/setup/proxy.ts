import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Certificate } from './certificate.ts'
import type { Scope } from './cleanup.ts'
import { listen } from './listen.ts'

export interface ProxyOptions {
  /** Told of each request. */
  onRequest?: (incoming: IncomingMessage) => void
  /** It speaks TLS. */
  certificate?: Certificate
  /** Default: 127.0.0.1. */
  host?: string
  /** It says how it is seen, which a server believes that trusts it. */
  tells?: boolean
  /** What it does with WebSockets (default: passed). `header`: the header gets through, and nothing behind it. */
  webSockets?: 'passed' | 'refused' | 'header'
  /** It passes the first piece of an answer on, and the rest when that has ended. */
  holdsBack?: boolean
}

/** A reverse proxy that shows a server at a path of its own and takes that off again. Resolves with its address. */
export async function startProxy(
  t: Scope,
  url: string,
  prefix: string,
  options: ProxyOptions = {},
): Promise<string> {
  const { certificate, host = '127.0.0.1', webSockets = 'passed', onRequest } = options
  const scheme = certificate ? 'https' : 'http'
  const proxy: Server = certificate ? createTlsServer(certificate) : createServer()
  const toServer = (incoming: IncomingMessage, headers: IncomingHttpHeaders) => {
    const { hostname, port } = new URL(url)
    const told = options.tells && {
      'x-forwarded-for': incoming.socket.remoteAddress,
      'x-forwarded-proto': scheme,
      'x-forwarded-host': headers.host,
      'x-forwarded-prefix': prefix,
    }
    const path = (incoming.url ?? '').slice(prefix.length)
    const { method } = incoming
    return request({ hostname, port, method, path, headers: { ...headers, ...told } })
  }
  const isOurs = ({ url = '' }: IncomingMessage) => url.startsWith(`${prefix}/`)

  proxy.on('request', (incoming, outgoing) => {
    onRequest?.(incoming)
    if (!isOurs(incoming)) return void outgoing.writeHead(404).end('Nothing is here.')
    const { upgrade, connection, ...rest } = incoming.headers
    const upstream = toServer(incoming, webSockets === 'header' ? incoming.headers : rest)
    upstream.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      if (options.holdsBack) passLate(answer, outgoing)
      else answer.pipe(outgoing)
    })
    upstream.on('upgrade', (_, behind) => {
      behind.destroy()
      outgoing.writeHead(502).end()
    })
    upstream.on('error', () => outgoing.destroy())
    outgoing.on('close', () => upstream.destroy())
    incoming.pipe(upstream)
  })
  if (webSockets === 'passed') {
    proxy.on('upgrade', (incoming, socket) => {
      onRequest?.(incoming)
      passOn(isOurs(incoming) ? toServer(incoming, incoming.headers) : undefined, socket)
    })
  }
  const port = await listen(t, proxy, host)
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}${prefix}`
}

function passOn(upstream: ReturnType<typeof request> | undefined, socket: Duplex): void {
  socket.on('error', () => undefined)
  if (!upstream) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
  upstream.on('error', () => socket.destroy())
  upstream.on('upgrade', (answer, behind) => {
    socket.write(headOf(answer))
    behind.on('error', () => undefined).on('close', () => socket.destroy())
    socket.on('close', () => behind.destroy())
    behind.pipe(socket).pipe(behind)
  })
  upstream.on('response', (answer) => {
    socket.write(headOf(answer))
    answer.pipe(socket)
  })
  upstream.end()
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : [],
  )
  return [`HTTP/1.1 ${statusCode} ${statusMessage}`, ...lines, '', ''].join('\r\n')
}

function passLate(answer: IncomingMessage, outgoing: ServerResponse): void {
  const held: Buffer[] = []
  answer.once('data', (first) => {
    outgoing.write(first)
    answer.on('data', (piece) => held.push(piece))
  })
  answer.on('end', () => outgoing.end(Buffer.concat(held)))
}
