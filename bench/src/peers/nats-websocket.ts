import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Context } from '../bench.ts'
import { launch, type Program } from '../program.ts'
import { freePort, until } from '../wait.ts'
import { need } from './debian.ts'

export interface NatsPeer extends AsyncDisposable {
  program: Program
  port: number
  webSocketPort: number
}

const PROGRAM = '/usr/sbin/nats-server'
const SUBJECT = 'x'

/** nats-server with WebSockets, without TLS. */
export async function startNatsPeer(context: Context, folder: string): Promise<NatsPeer> {
  await need(context, 'nats-server', PROGRAM)
  const [port, webSocketPort] = [await freePort(), await freePort()]
  const file = join(folder, 'nats.conf')
  writeFileSync(
    file,
    `host: 127.0.0.1\nport: ${port}\nmax_pending: 256MB\nwebsocket { host: 127.0.0.1, port: ${webSocketPort}, no_tls: true }\n`,
  )
  const program = launch(folder, PROGRAM, ['-c', file])
  await until('nats-server to answer', () => {
    program.check()
    return program.output().includes('Server is ready') || undefined
  })
  return { program, port, webSocketPort, [Symbol.asyncDispose]: program.stop }
}

/** What a subscriber sends first: it is let in when it has been answered, and then sends {@link SUBSCRIBE}. */
export const UPGRADE = Buffer.from(
  [
    'GET / HTTP/1.1',
    'Host: 127.0.0.1',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n'),
)

export const SUBSCRIBE = frame(`CONNECT {"verbose":false}\r\nSUB ${SUBJECT} 1\r\n`)

/** A short masked frame; a key of zeros leaves the text as it is. */
function frame(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x82, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)])
}

/** Publishes so many messages of so many bytes at once. */
export function publish(port: number, messages: number, bytes: number): Disposable {
  const one = `PUB ${SUBJECT} ${bytes}\r\n${'m'.repeat(bytes)}\r\n`
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(`CONNECT {"verbose":false}\r\n${one.repeat(messages)}`)
  })
  socket.on('error', () => undefined).resume()
  return { [Symbol.dispose]: () => socket.destroy() }
}
