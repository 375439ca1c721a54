import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { openRunnerSocket } from '../../setup/runner-socket.ts'
import { KEY } from '../../setup/server.ts'
import { waitFor } from '../../setup/wait.ts'
import type { Poison } from './poison.ts'

const MIB = 1024 * 1024
const GIB = 1024 * MIB

/** Frames that no runner sends. */
const FRAMES: readonly (string | Uint8Array<ArrayBuffer>)[] = [
  '',
  'not JSON',
  '{"type":"hello"}',
  '{"type":"output"}',
  '[]',
  `"${'x'.repeat(MIB)}"`,
  new Uint8Array(),
  new Uint8Array([255, 255, 1]),
  new Uint8Array([0, 2, 123, 125]),
  new Uint8Array(17 * MIB),
]

const BODIES: Record<string, { body: string; status: number; code: string }> = {
  'of 100,000 lists in lists': {
    body: '['.repeat(100_000) + ']'.repeat(100_000),
    status: 400,
    code: 'invalid_request',
  },
  'that ends too early': {
    body: '{"type":"command","content":',
    status: 400,
    code: 'malformed_json',
  },
}

export const wirePoisons: Record<string, Poison> = {
  async 'bad frames'({ server, client }) {
    // Each from a desktop of its own: after the first one its runner stays out for a while.
    for (const frame of FRAMES) {
      const { id, credential } = await client.desktops.create({ name: 'poisoned' })
      const socket = await openRunnerSocket(server.url, credential)
      const closed = once(socket, 'close')
      socket.send(frame)
      await closed
      const { problem } = await waitFor('the desktop to be in error', async () => {
        const desktop = await client.desktops.get(id)
        return desktop.status === 'error' && desktop
      })
      assert.match(
        problem ?? '',
        /^The runner sent (something that the server doesn't understand|a frame that is too large)/,
      )
      await client.desktops.delete(id)
    }
  },
  /** Most clients would go on sending, and see the connection close: this one listens first. */
  async 'a request of a GiB'({ server }) {
    const sent = request(`${server.url}/api/mission-control/tasks`, {
      method: 'POST',
      headers: { 'x-api-key': KEY, 'content-type': 'application/json', 'content-length': GIB },
    })
    sent.write('{"content":"')
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    const problem = (await json(answer)) as { code: string }
    sent.destroy()
    assert.deepEqual([answer.statusCode, problem.code], [413, 'body_too_large'])
  },
  async 'bad requests'({ server }) {
    for (const [what, { body, status, code }] of Object.entries(BODIES)) {
      const answer = await server.request('/api/mission-control/tasks', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      const problem = (await answer.json()) as { code: string; detail: string }
      assert.deepEqual([answer.status, problem.code], [status, code], `a body ${what}`)
      assert.ok(problem.detail.length > 0)
    }
  },
}
