import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { Task } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { KEY, startServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server
const TASKS = '/api/mission-control/tasks'
const newTask = (content: string) => ({ type: 'command', content, desktopId })

async function post(path: string, key: string, json?: unknown, home = server.url) {
  return await fetch(home + path, {
    method: 'POST',
    headers: { 'x-api-key': KEY, 'content-type': 'application/json', 'idempotency-key': key },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  })
}

async function countOf(content: string, { tasks } = client): Promise<number> {
  return (await tasks.list()).filter((task) => task.content === content).length
}

test('the same request again gets the first answer, to the byte, and nothing is done twice', async () => {
  const first = await post(TASKS, 'same', newTask('echo same'))
  const again = await post(TASKS, 'same', { extra: 1, ...newTask('echo same') })
  assert.deepEqual([first.status, again.status], [201, 201])
  const body = await first.text()
  assert.equal(await again.text(), body)
  assert.equal(first.headers.get('idempotency-replayed'), null)
  assert.equal(again.headers.get('idempotency-replayed'), 'true')
  assert.equal(await countOf('echo same'), 1)

  const { id } = JSON.parse(body) as Task
  const runs = [await post(`${TASKS}/${id}/run`, 'run'), await post(`${TASKS}/${id}/run`, 'run')]
  assert.deepEqual(
    runs.map(({ status }) => status),
    [200, 200],
  )
  assert.equal(await runs[0]!.text(), await runs[1]!.text())
  assert.equal((await ended(client, id)).status, 'done')
  const events = await client.activity.list({ after: 0, taskId: id })
  const types = events.map(({ type }) => type).filter((type) => !type.includes('queued'))
  assert.deepEqual(types, ['task.created', 'task.started', 'task.completed'])
})

test('another request with the key is refused, also for another thing', async () => {
  await post(TASKS, 'taken', newTask('first'))
  await assertProblem(await post(TASKS, 'taken', newTask('second')), 'idempotency_mismatch')
  assert.equal(await countOf('second'), 0)
  const [one, two] = await client.tasks.createBatch({
    tasks: [newTask('one'), newTask('two')] as never,
  })
  await post(`${TASKS}/${one!.id}/cancel`, 'cancel')
  const other = await post(`${TASKS}/${two!.id}/cancel`, 'cancel')
  await assertProblem(other, 'idempotency_mismatch')
  assert.equal((await client.tasks.get(two!.id)).status, 'pending')
})

test('a key counts for its route alone, and for its caller', async () => {
  const single = await post(TASKS, 'shared', newTask('single'))
  const batch = await post(`${TASKS}/batch`, 'shared', { tasks: [newTask('batch')] })
  assert.deepEqual([single.status, batch.status], [201, 201])
})

test('many at once with one key do it once; who comes too early is told when to ask again', async () => {
  const tasks = Array.from({ length: 300 }, () => newTask('at once'))
  const path = `${TASKS}/batch`
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => post(path, 'at-once', { tasks })),
  )
  for (const answer of answers) {
    if (answer.status === 201) continue
    assert.equal(answer.headers.get('retry-after'), '1')
    await assertProblem(answer, 'idempotency_in_flight')
  }
  assert.ok(answers.some(({ status }) => status === 201))
  assert.equal((await post(path, 'at-once', { tasks })).status, 201)
  assert.equal(await countOf('at once'), 300)
})

test('a refusal has done nothing and is not kept', async () => {
  const { id } = (await (await post(TASKS, 'refusal', newTask('pending'))).json()) as Task
  await assertProblem(
    await post(`${TASKS}/${id}/review`, 'r', { decision: 'approve' }),
    'status_conflict',
  )
  await assertProblem(
    await post(TASKS, 'later', { ...newTask('later'), desktopId: 'no' }),
    'unknown_desktop',
  )
  assert.equal((await post(TASKS, 'later', newTask('later'))).status, 201)
})

test('of a batch that runs, what could not start is in the answer that is kept', async () => {
  const away = await client.desktops.create({ name: 'away' })
  const json = {
    run: true,
    tasks: [newTask('true'), { ...newTask('waits'), desktopId: away.id }],
  }
  const answers = [
    await post(`${TASKS}/batch`, 'mixed', json),
    await post(`${TASKS}/batch`, 'mixed', json),
  ]
  const [first, again] = await Promise.all(
    answers.map((answer) => answer.json() as Promise<Task[]>),
  )
  assert.deepEqual(first, again)
  assert.deepEqual(
    first!.map(({ status }) => status),
    ['running', 'pending'],
  )
  assert.equal(first![1]!.error?.code, 'desktop_unavailable')
  assert.equal((await ended(client, first![0]!.id)).status, 'done')
})

test('where the answer holds a secret the key is ignored: nothing keeps it', async () => {
  const names = [1, 2].map(() => post('/api/desktops', 'secret', { name: 'twin' }))
  const [one, two] = await Promise.all((await Promise.all(names)).map((answer) => answer.json()))
  assert.notEqual(one.id, two.id)
})

for (const key of ['', 'with blank', 'ü', 'x'.repeat(256)]) {
  test(`a key is 1 to 255 visible ASCII characters: ${JSON.stringify(key.slice(0, 20))}`, async () => {
    const headers = { 'idempotency-key': key }
    const answer = await server.request(TASKS, { method: 'POST', json: newTask('x'), headers })
    await assertProblem(answer, 'invalid_request')
  })
}

test('a server killed with -9 in the midst of it leaves each request done once or not at all', async (t) => {
  const home = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  const desktop = await home.client.desktops.create({ name: 'd' })
  const send = (url: string, i: number) =>
    post(TASKS, `key-${i}`, { type: 'command', content: `${i}`, desktopId: desktop.id }, url)
  const all = Array.from({ length: 200 }, (_, i) => i)
  let answered = 0
  const first = all.map((i) =>
    send(home.url, i).then(
      () => void answered++,
      () => undefined,
    ),
  )
  await waitFor('some answers', () => answered > 20)
  await turn()
  home.program.child.kill('SIGKILL')
  await Promise.all([...first, home.program.exited])
  assert.ok(answered < all.length, 'it was killed too late to tell')

  const next = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }, home.dataDir)
  for (const i of all) assert.equal((await send(next.url, i)).status, 201)
  const contents = (await next.client.tasks.list()).map(({ content }) => Number(content))
  assert.deepEqual(
    contents.toSorted((a, b) => a - b),
    all,
  )
})
