import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { OUTPUT_START } from '@mission-control/protocol/runner'
import { decodeUp } from '@mission-control/protocol/runner/schemas'
import { type WebSocket, WebSocketServer } from 'ws'
import { ServerLink } from '../src/server-link/server-link.ts'

const DATA = Buffer.alloc(64 * 1024, 'x')
/** More than the kernel's buffers and ours take together, in messages. */
const MANY = 1000

test('a server that does not read makes the link congested; once it reads, all arrives and it is over', async (t) => {
  const { link, peer, drained } = await connected(t)
  peer.pause()
  let sent = 0
  while (!link.congested && sent < MANY) {
    link.send({ type: 'output', runId: 'run', ...OUTPUT_START, ...chunk(++sent) })
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.ok(link.congested, `not congested after ${sent} messages`)
  let arrived = 0
  const all = new Promise<void>((resolve) => {
    peer.on('message', (frame: Buffer, isBinary: boolean) => {
      const message = decodeUp(isBinary ? frame : frame.toString())
      assert.ok(message.type === 'output' && message.seq === ++arrived)
      assert.ok(DATA.equals(message.data))
      if (arrived === sent) resolve()
    })
  })
  peer.resume()
  await all
  await drained
  assert.equal(link.congested, false)
})

const chunk = (seq: number) =>
  ({ seq, stream: 'stdout', offset: (seq - 1) * DATA.length, at: 1, data: DATA }) as const

async function connected(t: TestContext) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  t.after(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const connection = once(server, 'connection') as Promise<[WebSocket]>
  const drained = Promise.withResolvers<void>()
  const events = { message: () => undefined, drained: drained.resolve }
  const { signal } = new AbortController()
  const link = await ServerLink.open(`ws://127.0.0.1:${port}`, 'key', events, signal)
  t.after(() => link.cut())
  const [peer] = await connection
  return { link, peer, drained: drained.promise }
}
