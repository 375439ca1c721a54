import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** What RFC 6455 puts behind the client's key. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
/** Close, with the code for an orderly end. */
const CLOSE_FRAME = Buffer.from([0x88, 2, 1000 >> 8, 1000 & 0xff])

/**
 * Opens a WebSocket for anybody and closes it at once, without reading from it. To whoever asks that is
 * the proof that proxies on the way pass WebSockets on, which no refusal is: those that don't refuse too.
 */
export function openAndClose({ headers }: IncomingMessage, socket: Duplex): void {
  const key = headers['sec-websocket-key'] ?? ''
  const head = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${createHash('sha1')
      .update(key + GUID)
      .digest('base64')}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  // Destroyed, since the other side may never end its own.
  socket.end(CLOSE_FRAME, () => socket.destroy())
}
