import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import { cleanUp, type Scope } from './cleanup.ts'

/** Has a server listen at a port of its own choice, and resolves with that. It ends with its scope, with all that is connected to it. */
export async function listen(t: Scope, server: Server, host = '127.0.0.1'): Promise<number> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  server.listen(0, host)
  await once(server, 'listening')
  cleanUp(t, async () => {
    server.close()
    for (const each of open) each.destroy()
    await once(server, 'close')
  })
  return (server.address() as AddressInfo).port
}
