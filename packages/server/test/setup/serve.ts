import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { readConfig } from '../../src/config.ts'
import type { Limits } from '../../src/http/limits.ts'
import { startServer } from '../../src/server.ts'

const KEY = `mc_${'test-key-'.repeat(5)}`

/** The owner's key and a body's type, as headers. */
export const key = `x-api-key: ${KEY}`
export const json = 'content-type: application/json'

export interface Server {
  port: number
  dataDir: string
  connect(): Peer
}

/** A server in this process, for the whole file. */
export async function serve(limits: Limits, env: NodeJS.ProcessEnv = {}): Promise<Server> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  const config = readConfig({
    PORT: '0',
    MISSION_CONTROL_DATA_DIR: dataDir,
    MISSION_CONTROL_API_KEY: KEY,
    MISSION_CONTROL_LOCAL_DESKTOP: 'off',
    MISSION_CONTROL_RATE_LIMIT: '0',
    ...env,
  })
  const server = await startServer(
    { ...config, webDir: dataDir, packageCommand: () => [], limits },
    () => assert.fail(),
  )
  const port = Number(new URL(server.url).port)
  const peers: Peer[] = []
  after(async () => {
    for (const { socket } of peers) socket.destroy()
    await server.stop()
    rmSync(dataDir, { recursive: true })
  })
  return {
    port,
    dataDir,
    connect() {
      const peer = new Peer(port)
      peers.push(peer)
      return peer
    },
  }
}

/** One connection: what was sent over it by us, and all that came back. */
export class Peer {
  readonly socket: Socket
  answer = ''
  readonly closed: Promise<void>
  isClosed = false

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1')
    this.socket.on('error', () => this.socket.destroy())
    this.socket.on('data', (data) => {
      this.answer += data.toString('latin1')
    })
    this.closed = new Promise<void>((resolve) => {
      this.socket.once('close', () => {
        this.isClosed = true
        resolve()
      })
    })
  }

  send(...text: string[]): this {
    this.socket.write(text.join(''))
    return this
  }

  /** A byte now and then, for as long as it is taken. */
  async drip(): Promise<void> {
    while (!this.isClosed) {
      this.socket.write('x')
      await sleep(100)
    }
  }

  async until(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.answer)) {
      if (this.isClosed) assert.match(this.answer, pattern)
      await sleep(10)
    }
  }
}

/** Whether the server has this connection open, by the kernel's table of them. */
export function isHeld({ port }: Server, { socket: { localPort = 0 } }: Peer): boolean {
  const hex = (number: number) => number.toString(16).toUpperCase().padStart(4, '0')
  const established = new RegExp(`:${hex(port)} \\w+:${hex(localPort)} 01 `)
  return established.test(readFileSync('/proc/net/tcp', 'latin1'))
}

/** The head of a request. */
export const head = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, 'host: x', ...headers, '', ''].join('\r\n')
