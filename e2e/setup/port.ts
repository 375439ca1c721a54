import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'

/** A port that is taken as long as `server` is open. */
export async function takePort(): Promise<{ port: string; server: Server }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: `${(server.address() as AddressInfo).port}`, server }
}

/** A port that was free a moment ago: for a server that has to come back where it was. */
export async function freePort(): Promise<string> {
  const { port, server } = await takePort()
  server.close()
  await once(server, 'close')
  return port
}
