import { createConnection, type Socket } from 'node:net'

/** How many connections are being opened at a time. */
const AT_ONCE = 50
/** Bytes that are read at a time. */
const READ = 64 * 1024

/** Many open streams of bytes, of which none is parsed: each is only as dear as its kernel's socket. */
export class Streams implements Disposable {
  readonly #sockets: Socket[] = []
  readonly bytes: number[] = []
  /** All sockets are read into it: memory of its own for each read takes as long as the read. */
  readonly #buffer = Buffer.allocUnsafe(READ)
  /** Is called with the number of a stream and what has come over it, which is good until it returns. */
  heard: (stream: number, data: Buffer) => void = () => undefined

  /** Opens `count` streams, each by `request`; all have been answered when it resolves. */
  static async open(port: number, request: Buffer, count: number): Promise<Streams> {
    const streams = new Streams()
    let next = 0
    const worker = async () => {
      for (let i = next++; i < count; i = next++) await streams.#open(i, port, request)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    return streams
  }

  /** Something of everybody's own, such as an answer to the answer. */
  write(data: Buffer): void {
    for (const socket of this.#sockets) socket.write(data)
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async #open(i: number, port: number, request: Buffer): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const callback = (length: number) => {
      this.bytes[i]! += length
      resolve()
      this.heard(i, this.#buffer.subarray(0, length))
      return true
    }
    const onread = { buffer: this.#buffer, callback }
    const socket = createConnection({ port, host: '127.0.0.1', onread })
    this.#sockets[i] = socket
    this.bytes[i] = 0
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('A stream was closed')))
    socket.on('connect', () => socket.write(request))
    await promise
  }
}
