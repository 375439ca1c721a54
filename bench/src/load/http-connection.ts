import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import { type HttpResponse, parseResponse } from './http-response.ts'

/** A request as the bytes that go over the wire. */
export function encodeRequest(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Buffer {
  const content = body === undefined ? '' : JSON.stringify(body)
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(content ? ['content-type: application/json'] : []),
    // An empty POST says so, as every HTTP library does.
    ...(method === 'POST' || content ? [`content-length: ${Buffer.byteLength(content)}`] : []),
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${content}`)
}

/**
 * A keep-alive connection with one request at a time. Client and server share the machine's cores,
 * so the client has to be cheap: 16 µs of CPU a request, against 55 µs of node:http with an agent
 * and 230 µs of fetch (POST of 50 bytes, answer of 400, 8 connections, 2 cores).
 */
export class HttpConnection implements Disposable {
  #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #waiting:
    | { resolve: (response: HttpResponse) => void; reject: (error: Error) => void }
    | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (data) => this.#take(data))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('The server closed the connection')))
  }

  static async open(port: number): Promise<HttpConnection> {
    const socket = createConnection(port, '127.0.0.1')
    await once(socket, 'connect')
    return new HttpConnection(socket)
  }

  /** A server may close what has been idle for some seconds. */
  get closed(): boolean {
    return this.#socket.destroyed
  }

  send(request: Buffer): Promise<HttpResponse> {
    if (this.closed) return Promise.reject(new Error('The connection is closed'))
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(request)
    })
  }

  [Symbol.dispose](): void {
    this.#socket.destroy()
  }

  #take(data: Buffer): void {
    this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data])
    const response = parseResponse(this.#received)
    if (!response) return
    this.#received = Buffer.alloc(0)
    this.#waiting?.resolve(response)
    this.#waiting = undefined
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }
}
