import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { MessageChannel } from 'node:worker_threads'
import type { ToTab } from '../../src/streams/messages.ts'
import { Reader } from '../../src/streams/reader.ts'
import { Source } from '../../src/streams/source.ts'

for (const [what, session, status] of [
  ['is too busy to say who is signed in', new Response('busy', { status: 503 }), 503],
  ['says that somebody else is signed in', Response.json({ user: { id: 'user_2' } }), 401],
] as const) {
  test(`a reader hears ${status} of a server that ${what}`, async (t) => {
    const answers = { '/stream': new Response('data: {}\n\n'), '/session': session }
    t.mock.method(globalThis, 'fetch', async (url: keyof typeof answers) => answers[url])
    const { port1, port2 } = new MessageChannel()
    t.after(() => port1.close())
    const request = { url: '/stream', session: '/session', user: 'user_1', workspace: null }
    new Source(request).join(new Reader(port1 as unknown as MessagePort, 1, 0))
    const [told] = (await once(port2, 'message')) as [ToTab]
    assert.ok(told.type === 'opened')
    assert.equal(told.answer.status, status)
  })
}
