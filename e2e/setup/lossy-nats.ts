import { connect, createServer, type Socket } from 'node:net'
import type { Scope } from './cleanup.ts'
import { listen } from './listen.ts'

/** What becomes of one message: after how many ms each copy of it arrives. None: it is lost. */
export type Fate = () => number[]

const FRAME = /^(MSG \S+ \S+(?: \S+)? (\d+)|[^\r]*)\r\n/

/** The address of a NATS whose messages to one server meet their fate; all else passes. */
export async function startLossyNats(t: Scope, url: string, fate: Fate): Promise<string> {
  const port = Number(new URL(url).port)
  const proxy = createServer((client) => {
    const nats = connect(port, '127.0.0.1')
    for (const socket of [client, nats]) {
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        client.destroy()
        nats.destroy()
      })
    }
    client.pipe(nats)
    let rest = Buffer.alloc(0)
    nats.on('data', (data) => {
      rest = Buffer.concat([rest, data])
      for (let frame = next(rest); frame; frame = next(rest)) {
        rest = rest.subarray(frame.bytes.length)
        pass(client, frame)
      }
    })
  })

  function pass(client: Socket, { bytes, isMessage }: Frame): void {
    if (!isMessage) return void client.write(bytes)
    for (const ms of fate()) {
      if (ms === 0) client.write(bytes)
      else setTimeout(() => client.writable && client.write(bytes), ms).unref()
    }
  }
  return `nats://127.0.0.1:${await listen(t, proxy)}`
}

interface Frame {
  bytes: Buffer
  isMessage: boolean
}

/** The first frame, if it is there as a whole. */
function next(buffer: Buffer): Frame | null {
  const match = FRAME.exec(buffer.toString('latin1', 0, 4096))
  if (!match) return null
  const [head, , size] = match
  const length = size === undefined ? head.length : head.length + Number(size) + 2
  if (buffer.length < length) return null
  return { bytes: Buffer.from(buffer.subarray(0, length)), isMessage: size !== undefined }
}
