import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Asks until the answer isn't undefined; throws after `seconds`, naming what was waited for. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  { seconds = 30, everyMs = 20 } = {},
): Promise<T> {
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await sleep(everyMs)
  }
  throw new Error(`Waited ${seconds} s in vain for ${what}`)
}

/** A loopback port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
