import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { cleanUp, type Scope } from '../../setup/cleanup.ts'
import { FrameSplitter } from './frames.ts'
import type { Random } from './random.ts'

/** What the link does to each frame that passes it; nothing by default. */
export interface Weather {
  random: Random
  /** Chances of a frame: the link is cut before it, or right after it; it comes twice. */
  cutBefore?: number
  cutAfter?: number
  twice?: number
  /** How long a frame may be on its way, in ms. */
  delay?: number
  /** It comes in pieces. */
  split?: boolean
}

/** A TCP link between a runner and the server that can be cut, stalled, slowed, split and repeated. */
export class FaultyLink {
  weather: Weather | null = null
  readonly #port: number
  readonly #links = new Set<[Socket, Socket]>()
  #address = ''
  #light = Promise.withResolvers<void>()

  private constructor(port: number) {
    this.#port = port
    this.lighten()
  }

  /** To the server at `port` on this machine. */
  static async start(t: Scope, port: number): Promise<FaultyLink> {
    const link = new FaultyLink(port)
    const server = createServer((socket) => link.#open(socket)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    link.#address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    cleanUp(t, async () => {
      server.close()
      link.lighten()
      link.cut()
      await once(server, 'close')
    })
    return link
  }

  get url(): string {
    return this.#address
  }

  get links(): number {
    return this.#links.size
  }

  /** Resets every connection. */
  cut(): void {
    for (const link of this.#links) this.#close(link)
  }

  /** From now on nothing passes in either direction, and nobody notices by the connection itself. */
  darken(): void {
    this.#light = Promise.withResolvers()
  }

  lighten(): void {
    this.#light.resolve()
  }

  #open(near: Socket): void {
    const far = connect(this.#port, '127.0.0.1')
    const link: [Socket, Socket] = [near, far]
    this.#links.add(link)
    for (const socket of link) {
      socket.setNoDelay(true)
      // The other side learns of it by its own connection.
      socket.on('error', () => this.#close(link))
      socket.on('close', () => this.#close(link))
    }
    this.#carry(link, near, far)
    this.#carry(link, far, near)
  }

  #close(link: [Socket, Socket]): void {
    if (!this.#links.delete(link)) return
    for (const socket of link) socket.resetAndDestroy()
  }

  #carry(link: [Socket, Socket], from: Socket, to: Socket): void {
    const splitter = new FrameSplitter()
    let before = Promise.resolve()
    from.on('data', (bytes: Buffer) => {
      from.pause()
      before = before.then(async () => {
        for (const frame of splitter.add(bytes)) await this.#pass(link, to, frame)
        from.resume()
      })
    })
  }

  async #pass(link: [Socket, Socket], to: Socket, frame: Buffer): Promise<void> {
    await this.#light.promise
    const { weather } = this
    if (weather === null) return await write(to, frame)
    const { random, cutBefore = 0, cutAfter = 0, twice = 0, delay = 0, split = false } = weather
    if (random.chance(cutBefore)) return this.#close(link)
    if (delay > 0) await sleep(random.between(0, delay))
    for (let times = random.chance(twice) ? 2 : 1; times > 0; times--) {
      for (const piece of split ? pieces(random, frame) : [frame]) await write(to, piece)
    }
    if (random.chance(cutAfter)) this.#close(link)
  }
}

/** As fast as the other side takes it. */
async function write(to: Socket, bytes: Buffer): Promise<void> {
  if (to.destroyed || to.write(bytes)) return
  await new Promise<void>((resolve) => {
    const done = () => {
      to.off('drain', done).off('close', done)
      resolve()
    }
    to.on('drain', done).on('close', done)
  })
}

function pieces(random: Random, frame: Buffer): Buffer[] {
  const at = random.between(0, frame.length)
  return [frame.subarray(0, at), frame.subarray(at)].filter(({ length }) => length > 0)
}
