import assert from 'node:assert/strict'
import test from 'node:test'
import { createClient } from '../src/index.ts'
import { take } from './setup/event-source.ts'
import { fakeServer, json } from './setup/fake-server.ts'

test('the answer comes as it is, also with fields that this version does not know', async (t) => {
  const answer = [{ id: 'task_1', status: 'done', fromTheFuture: 1 }]
  const { baseUrl } = await fakeServer(t, (_, response) => json(response, 200, answer))
  assert.deepEqual(await createClient({ baseUrl }).tasks.list(), answer)
})

test('a deletion answers nothing', async (t) => {
  const { baseUrl } = await fakeServer(t, (_, response) => response.writeHead(204).end())
  assert.equal(await createClient({ baseUrl }).tasks.delete('x'), undefined)
})

test('output bytes are asked for as plain text and come unchanged', async (t) => {
  const bytes = Uint8Array.of(0, 0xff, 0xc3, 0x28, 10, 0xed, 0xa0, 0x80)
  const { baseUrl, seen } = await fakeServer(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' }).end(bytes)
  })
  assert.deepEqual(await createClient({ baseUrl }).tasks.outputBytes('x'), bytes)
  assert.equal(seen[0]?.headers.accept, 'text/plain')
})

test('a list tells its place in the activity log', async (t) => {
  const { baseUrl } = await fakeServer(t, ({ url }, response) =>
    json(response, 200, [], url.includes('status') ? {} : { 'activity-cursor': '41' }),
  )
  const { tasks } = createClient({ baseUrl })
  assert.deepEqual(await tasks.listWithCursor(), { tasks: [], cursor: 41 })
  assert.deepEqual(await tasks.listWithCursor({ status: 'done' }), { tasks: [], cursor: null })
})

test('what a stream is to go on from always tells its place, or is refused', async (t) => {
  const cursor = { 'activity-cursor': '41' }
  const { baseUrl, seen } = await fakeServer(t, (_, response) =>
    json(response, 200, [], seen.length > 3 ? {} : cursor),
  )
  const { board, overview } = createClient({ baseUrl })
  const calls = [board.get, () => board.column('done'), overview.getWithCursor]
  for (const call of calls) assert.equal((await call()).cursor, 41)
  for (const call of calls) await assert.rejects(call(), /the header Activity-Cursor/)
})

test('pages follow the next link until there is none, keeping the filters', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, ({ url }, response) => {
    const cursor = new URL(url, 'http://localhost').searchParams.get('cursor') ?? '1'
    const next = Number(cursor) + 1
    const link = `<?status=done&limit=2&cursor=${next}>; rel="next"`
    json(response, 200, [{ id: `task_${cursor}` }], next > 3 ? {} : { link })
  })
  const pages = createClient({ baseUrl: `${baseUrl}/p` }).tasks.pages({ limit: 2, status: 'done' })
  const ids = (await take(pages)).map((page) => page.map(({ id }) => id))
  assert.deepEqual(ids, [['task_1'], ['task_2'], ['task_3']])
  const list = '/p/api/mission-control/tasks?limit=2&status=done'
  assert.deepEqual(
    seen.map(({ url }) => url),
    [list, `${list}&cursor=2`, `${list}&cursor=3`],
  )
})

test('a page is fetched only when it is asked for', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) =>
    json(response, 200, [], { link: '</elsewhere/tasks?cursor=more>; rel=next' }),
  )
  for await (const page of createClient({ baseUrl }).tasks.pages({ limit: 1 })) {
    assert.deepEqual(page, [])
    break
  }
  assert.equal(seen.length, 1)
})
