import { connect, createServer, type Socket } from 'node:net'
import type { Scope } from './cleanup.ts'
import { listen } from './listen.ts'

/** A way to a port of this machine that can be parted: then nothing passes, and no connection ends by it. */
export class Cable {
  readonly #port: number
  readonly #sockets = new Set<Socket>()
  #isParted = false
  port = 0

  private constructor(port: number) {
    this.#port = port
  }

  static async lay(t: Scope, port: number): Promise<Cable> {
    const cable = new Cable(port)
    const server = createServer({ noDelay: true }, (socket) => cable.#join(socket))
    cable.port = await listen(t, server)
    return cable
  }

  part(): void {
    this.#isParted = true
    for (const socket of this.#sockets) socket.pause()
  }

  mend(): void {
    this.#isParted = false
    for (const socket of this.#sockets) socket.resume()
  }

  #join(near: Socket): void {
    // Whoever sends small pieces would wait 40 ms for each.
    const far = connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    this.#pass(near, far)
    this.#pass(far, near)
  }

  #pass(from: Socket, to: Socket): void {
    this.#sockets.add(from)
    from.on('data', (data) => {
      if (to.writable) to.write(data)
    })
    from.on('error', () => from.destroy())
    from.on('close', () => {
      this.#sockets.delete(from)
      to.destroy()
    })
    if (this.#isParted) from.pause()
  }
}
