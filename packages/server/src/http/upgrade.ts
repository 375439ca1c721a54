import type { IncomingMessage } from 'node:http'

/**
 * A client may offer to go on in another protocol, as curl and Java do with `h2c`. A server that
 * doesn't want to answers as if nothing had been offered. We know only WebSocket.
 */
export function isWebSocket({ headers }: IncomingMessage): boolean {
  return /^\s*websocket\s*$/i.test(headers.upgrade ?? '')
}
