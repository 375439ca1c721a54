import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { cleanUp, type Scope } from '../cleanup.ts'

/** RFC 6455 has it added to a key before that is hashed. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/**
 * Stands in for a server behind a proxy: tells what it was asked for, says something on streams and WebSockets
 * when one likes, and dies at the moment of one's choice, which is hard to hit with a server.
 */
export class StandIn {
  readonly asked: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = []
  /** Says something on the streams and WebSockets that are open. */
  readonly open: ((text: string) => void)[] = []
  /** What `/api/ready` says. */
  isReady = true
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #port = 0

  static async start(t: Scope): Promise<StandIn> {
    const started = new StandIn()
    await started.listen()
    cleanUp(t, () => started.die())
    return started
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** From the second time on at the port that it had. */
  async listen(): Promise<void> {
    const server = createServer((request, answer) => void this.#answer(request, answer))
    server.on('connection', (socket) => this.#sockets.add(socket))
    server.on('upgrade', (request, socket) => {
      const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + GUID)
      const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
      const lines = [...head, `Sec-WebSocket-Accept: ${accept.digest('base64')}`, '', '']
      socket.on('error', () => undefined).write(lines.join('\r\n'))
      this.open.push((text) =>
        socket.write(`\x81${String.fromCharCode(text.length)}${text}`, 'latin1'),
      )
    })
    server.listen(this.#port, '127.0.0.1')
    await once(server, 'listening')
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** As a process that is killed: all that is open is cut, and nobody is let in. */
  die(): void {
    this.#server?.close()
    for (const socket of this.#sockets) socket.destroy()
    this.#sockets.clear()
    this.open.length = 0
  }

  async #answer(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method, url, headers } = request
    if (url === '/api/ready') return void answer.writeHead(this.isReady ? 200 : 503).end()
    // The whole request has come: it may have done what it asks for.
    await request.resume().toArray()
    this.asked.push({ method, url, headers })
    if (url === '/die') return this.die()
    if (url !== '/stream') return void answer.end()
    answer.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
    answer.flushHeaders()
    this.open.push((text) => answer.write(text))
  }
}
