import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Task } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server
const other = (await client.desktops.create({ name: 'never connected' })).id
const TASKS = '/api/mission-control/tasks'

const contents = ['true', 'true', 'exit 1', 'true # gated', 'true # kept', 'exit 1']
const created = await client.tasks.createBatch({
  tasks: contents.map((content, i) => ({
    type: 'command',
    content,
    desktopId: i === 5 ? other : desktopId,
    requiresApproval: content.includes('gated'),
  })),
})
const idOf = (i: number) => created[i]!.id
await client.tasks.runMany([0, 1, 2, 3].map(idOf))
for (const i of [0, 1, 2, 3]) await ended(client, idOf(i))
await client.tasks.cancel(idOf(5))

const idsOf = (tasks: Task[]) => tasks.map(({ id }) => id)
const newestFirst = idsOf(created).toReversed()

test('the list is a bare array of all tasks, newest first', async () => {
  const answer = await server.request(TASKS)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  assert.equal(answer.headers.get('link'), null)
  const tasks = (await answer.json()) as Task[]
  assert.deepEqual(idsOf(tasks), newestFirst)
  for (const task of tasks) assert.deepEqual(await client.tasks.get(task.id), task)
})

for (const [status, ...which] of [
  ['pending', 4],
  ['running'],
  ['review', 3],
  ['done', 1, 0],
  ['failed', 2],
  ['cancelled', 5],
] as const) {
  test(`status=${status} gives the tasks that are ${status}`, async () => {
    assert.deepEqual(idsOf(await client.tasks.list({ status })), which.map(idOf))
  })
}

test('desktopId gives the tasks of the desktop; filters narrow one another', async () => {
  assert.deepEqual(idsOf(await client.tasks.list({ desktopId: other })), [idOf(5)])
  assert.deepEqual(idsOf(await client.tasks.list({ desktopId })), newestFirst.slice(1))
  assert.deepEqual(await client.tasks.list({ desktopId: other, status: 'done' }), [])
  const both = await client.tasks.list({ desktopId: other, status: 'cancelled' })
  assert.deepEqual(idsOf(both), [idOf(5)])
})

/** The pages that the Link headers lead to, each as its ids. */
async function pagesOf({ url, request }: TestServer, query: string): Promise<string[][]> {
  const pages: string[][] = []
  let next: string | null = `${TASKS}?${query}`
  while (next !== null) {
    const answer = await request(next)
    assert.equal(answer.status, 200)
    pages.push(idsOf((await answer.json()) as Task[]))
    const link = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    const address: URL | null = link === undefined ? null : new URL(link)
    if (address) assert.equal(address.origin, url)
    next = address && address.pathname + address.search
  }
  return pages
}

test('limit pages the list by Link headers, to its end', async () => {
  const pages = await pagesOf(server, 'limit=4')
  assert.deepEqual(pages, [newestFirst.slice(0, 4), newestFirst.slice(4)])
  assert.deepEqual(
    await pagesOf(server, 'limit=1'),
    newestFirst.map((id) => [id]),
  )
})

test('a last page that is full has no next one', async () => {
  assert.deepEqual(await pagesOf(server, 'limit=6'), [newestFirst])
  assert.deepEqual(await pagesOf(server, 'limit=3'), [
    newestFirst.slice(0, 3),
    newestFirst.slice(3),
  ])
  assert.deepEqual(await pagesOf(server, 'limit=2&status=running'), [[]])
})

test('pages keep the filters', async () => {
  const pages = await pagesOf(server, `limit=1&status=done&desktopId=${desktopId}`)
  assert.deepEqual(pages, [[idOf(1)], [idOf(0)]])
})

test('tasks created or deleted between two pages neither repeat nor hide others', async () => {
  const gone = await client.tasks.create({ type: 'command', content: 'gone', desktopId: other })
  const pages = client.tasks.pages({ limit: 1 })
  assert.deepEqual(idsOf((await pages.next()).value as Task[]), [gone.id])
  await client.tasks.create({ type: 'command', content: 'new', desktopId: other })
  await client.tasks.cancel(gone.id)
  await client.tasks.delete(gone.id)
  const rest: string[] = []
  for await (const page of pages) rest.push(...idsOf(page))
  assert.deepEqual(rest, newestFirst)
})

test('a list of thousands is complete and in order, paged or not', async () => {
  const tasks = Array.from({ length: 1000 }, (_, i) => ({
    type: 'command' as const,
    content: `echo ${i}`,
    desktopId: other,
  }))
  const batches: Task[][] = []
  for (let i = 0; i < 2; i++) batches.push(await client.tasks.createBatch({ tasks }))
  const expected = idsOf(batches.flat()).toReversed()

  const { tasks: listed, cursor } = await client.tasks.listWithCursor({
    desktopId: other,
    status: 'pending',
  })
  assert.deepEqual(idsOf(listed).slice(0, 2000), expected)
  assert.equal(cursor, (await client.activity.list({ limit: 1 }))[0]?.id)
  const pages = await pagesOf(server, `limit=1000&status=pending&desktopId=${other}`)
  assert.deepEqual(pages.flat(), idsOf(listed))
})
