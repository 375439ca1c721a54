import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'

/** A port that is taken as long as `server` is open. */
export async function takePort(): Promise<{ port: string; server: Server }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: `${(server.address() as AddressInfo).port}`, server }
}

/**
 * A port that was free a moment ago: for a server that has to come back where it was. It is none of those
 * that the system gives to whoever names none, so nobody gets it meanwhile by chance.
 */
export async function freePort(): Promise<string> {
  for (;;) {
    const server = createServer().listen(randomInt(LOWEST, FIRST_GIVEN), '127.0.0.1')
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    return `${port}`
  }
}

const LOWEST = 10_000
/** Linux gives ports from here on, unless it is told otherwise. */
const FIRST_GIVEN = 32_768
