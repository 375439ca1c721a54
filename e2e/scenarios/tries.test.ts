/** Tasks that run others again, and tasks that one request made. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ActivityEntry, NewTask, Task } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand } from '../setup/tasks.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server
const TASKS = '/api/mission-control/tasks'
const command = (content: string, changes: Partial<NewTask> = {}): NewTask => {
  return { type: 'command', content, desktopId, ...changes }
}
const linksOf = ({ attempt, rerunOf, rerunAs }: Task) => ({ attempt, rerunOf, rerunAs })
const rerun = async (...ids: string[]) => await client.tasks.rerun({ ids, run: true })

test('run again makes the same task once more; tries know each other and are counted', async () => {
  const first = await finishCommand(server, 'echo again; exit 3', {
    requiresApproval: true,
    timeoutSeconds: 60,
    graceSeconds: 1,
  })
  assert.deepEqual(linksOf(first), { attempt: 1, rerunOf: null, rerunAs: null })
  const [second] = await rerun(first.id)
  assert.ok(second)
  assert.equal(second.status, 'running')
  for (const same of [
    'type',
    'content',
    'desktopId',
    'requiresApproval',
    'timeoutSeconds',
    'graceSeconds',
  ] as const) {
    assert.equal(second[same], first[same], same)
  }
  assert.deepEqual(linksOf(second), { attempt: 2, rerunOf: first.id, rerunAs: null })
  assert.equal((await ended(client, second.id)).status, 'failed')

  // Of the first, again: it is the third all the same. Of the second, changed: the fourth.
  const [third] = await client.tasks.rerun({ ids: [first.id] })
  assert.equal(third?.status, 'pending')
  const fourth = await client.tasks.create(command('echo changed', { rerunOf: second.id }))
  assert.deepEqual(linksOf(third!), { attempt: 3, rerunOf: first.id, rerunAs: null })
  assert.deepEqual(linksOf(fourth), { attempt: 4, rerunOf: second.id, rerunAs: null })
  assert.equal((await client.tasks.get(first.id)).rerunAs, third!.id)
  assert.equal((await client.tasks.get(second.id)).rerunAs, fourth.id)

  const board = await client.board.get()
  const card = board.board.columns.pending.find(({ id }) => id === fourth.id)
  assert.deepEqual([card?.attempt, card?.rerunOf], [4, second.id])
  const [created] = await client.activity.list({ taskId: fourth.id, type: 'task.created' })
  const payload = (created as Extract<ActivityEntry, { type: 'task.created' }>).payload
  assert.deepEqual([payload.attempt, payload.rerunOf], [4, second.id])

  await client.tasks.cancel(third!.id)
  await client.tasks.delete(third!.id)
  assert.equal((await client.tasks.get(first.id)).rerunAs, second.id, 'a deleted try is no try')
})

test('only the own tasks can be run again, all or none', async () => {
  const { id } = await client.tasks.create(command('true'))
  const before = (await client.tasks.list()).length
  const refused: [path: string, json: object, field: string][] = [
    ['/rerun', { ids: [id, 'task_none'] }, 'ids.1'],
    ['', { ...command('true'), rerunOf: 'task_none' }, 'rerunOf'],
    ['/batch', { tasks: [command('true'), command('true', { rerunOf: 'x' })] }, 'tasks.1.rerunOf'],
  ]
  for (const [path, json, field] of refused) {
    const answer = await server.request(TASKS + path, { method: 'POST', json })
    const { errors } = await assertProblem(answer, 'unknown_task')
    assert.deepEqual(
      errors?.map((error) => error.path),
      [field],
    )
  }
  await assertProblem(
    await server.request(`${TASKS}/rerun`, { method: 'POST', json: { ids: [] } }),
    'invalid_request',
  )
  assert.equal((await client.tasks.list()).length, before)
})

test('the tasks of one request share a batch; one alone has none', async () => {
  const [alone] = await client.tasks.createBatch({ tasks: [command('true')] })
  assert.equal(alone?.batchId, null)
  const made = await client.tasks.createBatch({ tasks: [command('echo 1'), command('echo 2')] })
  const [batchId, ...others] = new Set(made.map((task) => task.batchId))
  assert.match(batchId ?? '', /^batch_/)
  assert.deepEqual(others, [])
  const again = await rerun(...made.map(({ id }) => id))
  assert.notEqual(again[0]?.batchId, batchId)
  assert.equal(again[0]?.batchId, again[1]?.batchId)
})

test('a batch counts its tasks by status, and tells which came to the same', async () => {
  const prints = ['echo same', 'echo same', 'echo other', 'echo same; exit 1', 'true', 'sleep 60']
  const made = await client.tasks.createBatch({ tasks: prints.map((line) => command(line)) })
  const ids = made.map(({ id }) => id)
  const batchId = made[0]?.batchId ?? ''
  await client.tasks.runMany(ids.slice(0, 5))
  for (const id of ids.slice(0, 5)) await ended(client, id)

  const { batch } = await client.board.batch(batchId)
  const none = { pending: 0, running: 0, review: 0, done: 0, failed: 0, cancelled: 0 }
  assert.deepEqual(batch.counts, { ...none, pending: 1, done: 4, failed: 1 })
  assert.deepEqual(
    batch.tasks.map(({ id }) => id),
    ids,
  )
  const same = batch.outputs.map(({ taskIds, tail }) => [
    taskIds.map((id) => ids.indexOf(id)),
    tail,
  ])
  assert.deepEqual(same, [
    [[0, 1], 'same'],
    [[2], 'other'],
    [[3], 'same'],
    [[4], null],
  ])
  assert.deepEqual((await client.board.batches([batchId, 'batch_none'])).batches, [
    { id: batchId, counts: batch.counts },
  ])
  const { board } = await client.board.get()
  assert.deepEqual(
    board.batches.find(({ id }) => id === batchId),
    { id: batchId, counts: batch.counts },
  )
  await client.tasks.delete(ids[0]!)
  assert.equal((await client.board.batch(batchId)).batch.counts.done, 3)
})

test('long output is not compared: nobody reads all of it to tell that it is the same', async () => {
  const line = "head -c 70000 /dev/zero | tr '\\0' x"
  const tasks = [command(line), command(line)]
  const made = await client.tasks.createBatch({ tasks, run: true })
  for (const { id } of made) await ended(client, id)
  const { batch } = await client.board.batch(made[0]?.batchId ?? '')
  assert.deepEqual([batch.counts.done, batch.outputs], [2, []])
})

test('a batch that is nobody’s, or somebody else’s, is not there', async () => {
  const BATCHES = '/api/mission-control/batches'
  await assertProblem(await server.request(`${BATCHES}/batch_none`), 'batch_not_found')
  await assertProblem(await server.request(`${BATCHES}?ids=`), 'invalid_request')
  const many = Array.from({ length: 101 }, (_, i) => `batch_${i}`).join(',')
  await assertProblem(await server.request(`${BATCHES}?ids=${many}`), 'invalid_request')
})
