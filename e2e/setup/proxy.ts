import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cleanUp, type Scope } from './cleanup.ts'

/**
 * A reverse proxy that shows a server at a path of its own and takes that off again. Resolves with its address.
 * `onRequest` is told of each request.
 */
export async function startProxy(
  t: Scope,
  url: string,
  prefix: string,
  onRequest: (incoming: IncomingMessage) => void = () => undefined,
): Promise<string> {
  const { hostname, port } = new URL(url)
  const proxy = createServer((incoming, outgoing) => {
    const { method, headers, url = '' } = incoming
    onRequest(incoming)
    if (!url.startsWith(`${prefix}/`)) {
      outgoing.writeHead(404).end('Nothing is here.')
      return
    }
    const passed = { hostname, port, method, headers, path: url.slice(prefix.length) }
    const upstream = request(passed, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    upstream.on('error', () => outgoing.destroy())
    outgoing.on('close', () => upstream.destroy())
    incoming.pipe(upstream)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  cleanUp(t, async () => {
    proxy.close()
    proxy.closeAllConnections()
    await once(proxy, 'close')
  })
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}${prefix}`
}
