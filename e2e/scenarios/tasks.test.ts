import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { waitForTask } from '@mission-control/client'
import type { Task } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, desktopId, workDir } = server
const stopped = (await client.desktops.create({ name: 'never connected' })).id
const TASKS = '/api/mission-control/tasks'
const command = (content = 'true') => ({ type: 'command' as const, content, desktopId })

test('a new task is pending and shows every field', async () => {
  const answer = await server.request(TASKS, { method: 'POST', json: command('echo 1') })
  assert.equal(answer.status, 201)
  const task = (await answer.json()) as Task
  assert.match(task.id, /^task_[0-9a-z]{26}$/)
  assert.match(task.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  assert.deepEqual(task, {
    id: task.id,
    type: 'command',
    content: 'echo 1',
    status: 'pending',
    desktopId,
    requiresApproval: false,
    approvals: null,
    approvalsAsked: null,
    timeoutSeconds: null,
    graceSeconds: 5,
    outputRemovedAt: null,
    createdAt: task.createdAt,
    startedAt: null,
    processStartedAt: null,
    processEndedAt: null,
    reviewStartedAt: null,
    completedAt: null,
    queuedMs: null,
    ranMs: null,
    waitedForReviewMs: null,
    waiting: null,
    exitCode: null,
    error: null,
    result: null,
    usage: null,
    feedback: null,
    cancelRequestedAt: null,
    attempt: 1,
    rerunOf: null,
    rerunAs: null,
    batchId: null,
    createdByTask: null,
    createdBy: task.createdBy,
    startedBy: null,
  })
  assert.deepEqual({ ...task.createdBy, id: '' }, { kind: 'key', id: '', name: 'First key' })
  assert.deepEqual(await client.tasks.get(task.id), task)
})

test('creating never starts: only the task that was run leaves a trace', async () => {
  const idle = await client.tasks.create(command('touch not-run'))
  await finishCommand(server, 'touch run')
  const { status } = await finishCommand(server, 'test -e run && ! test -e not-run')
  assert.equal(status, 'done')
  assert.equal((await client.tasks.get(idle.id)).status, 'pending')
})

test('a task can be created for a desktop that is not running', async () => {
  const task = await client.tasks.create({ ...command(), desktopId: stopped })
  assert.equal(task.status, 'pending')
})

test('run answers the running task; times follow one another', async () => {
  const created = await client.tasks.create(command())
  const answer = await server.request(`${TASKS}/${created.id}/run`, { method: 'POST' })
  assert.equal(answer.status, 200)
  const running = (await answer.json()) as Task
  assert.equal(running.status, 'running')
  assert.equal(running.completedAt, null)
  const done = await waitForTask(client, created.id)
  assert.equal(done.startedAt, running.startedAt)
  assert.ok(done.createdAt <= (done.startedAt ?? ''))
  assert.ok((done.startedAt ?? '') <= (done.completedAt ?? ''))
})

test('run on a desktop that is not running: 503, and the task stays pending', async () => {
  const task = await client.tasks.create({ ...command(), desktopId: stopped })
  const answer = await server.request(`${TASKS}/${task.id}/run`, { method: 'POST' })
  const { detail } = await assertProblem(answer, 'desktop_unavailable')
  assert.match(detail, /"never connected" is pending/)
  assert.deepEqual(await client.tasks.get(task.id), task)
})

test('a prompt for a desktop without an agent: 503, and the task stays pending', async () => {
  const task = await client.tasks.create({ ...command(), type: 'prompt' })
  const answer = await server.request(`${TASKS}/${task.id}/run`, { method: 'POST' })
  await assertProblem(answer, 'agent_not_ready')
  assert.deepEqual(await client.tasks.get(task.id), task)
})

test('a batch creates its tasks in order', async () => {
  const contents = Array.from({ length: 40 }, (_, i) => `echo ${i}`)
  const created = await client.tasks.createBatch({ tasks: contents.map(command) })
  assert.deepEqual(
    created.map(({ content, status }) => [content, status]),
    contents.map((content) => [content, 'pending']),
  )
  const listed = await client.tasks.list({ limit: 40 })
  assert.deepEqual(listed.toReversed(), created)
})

test('a batch with one bad task creates none', async () => {
  const before = await client.tasks.list()
  for (const bad of [command(''), { ...command(), desktopId: 'desktop_unknown' }]) {
    await assert.rejects(client.tasks.createBatch({ tasks: [command(), bad] }), { status: 400 })
  }
  assert.deepEqual(await client.tasks.list(), before)
})

test('a batch with run starts what can start; the rest stays pending with its error', async () => {
  const [ran, kept, prompt] = await client.tasks.createBatch({
    run: true,
    tasks: [command(), { ...command(), desktopId: stopped }, { ...command(), type: 'prompt' }],
  })
  assert.equal(ran?.status, 'running')
  assert.equal(ran?.error, null)
  assert.equal(kept?.status, 'pending')
  assert.equal(kept?.error?.code, 'desktop_unavailable')
  assert.equal(prompt?.error?.code, 'agent_not_ready')
  assert.deepEqual(await client.tasks.get(kept!.id), kept)
  assert.deepEqual(await client.tasks.get(prompt!.id), prompt)
  assert.equal((await waitForTask(client, ran!.id)).status, 'done')
})

test('a batch without run starts nothing', async () => {
  const [task] = await client.tasks.createBatch({ run: false, tasks: [command()] })
  assert.equal(task?.status, 'pending')
  assert.equal(task?.error, null)
})

test('run of many judges each alone, in the order of the ids', async () => {
  const [one, two] = await client.tasks.createBatch({ tasks: [command(), command()] })
  const kept = await client.tasks.create({ ...command(), desktopId: stopped })
  const ids = [kept.id, one!.id, 'task_unknown', two!.id, one!.id]
  const outcomes = await client.tasks.runMany(ids)
  const short = outcomes.map((each) => ('error' in each ? each.error.code : each.status))
  assert.deepEqual(
    outcomes.map(({ id }) => id),
    ids,
  )
  const expected = [
    'desktop_unavailable',
    'running',
    'task_not_found',
    'running',
    'status_conflict',
  ]
  // The two of the same task race one another.
  assert.deepEqual(short.toSorted(), expected.toSorted())
  assert.deepEqual([short[0], short[2], short[3]], [expected[0], expected[2], expected[3]])
  await Promise.all([one!, two!].map(({ id }) => waitForTask(client, id)))
})

test('a task that has ended is deleted with its output; its history stays', async () => {
  const { id } = await finishCommand(server, 'echo output')
  const answer = await server.request(`${TASKS}/${id}`, { method: 'DELETE' })
  assert.equal(answer.status, 204)
  assert.equal(await answer.text(), '')
  await assertProblem(await server.request(`${TASKS}/${id}`), 'task_not_found')
  await assertProblem(await server.request(`${TASKS}/${id}/output`), 'task_not_found')
  await assertProblem(
    await server.request(`${TASKS}/${id}`, { method: 'DELETE' }),
    'task_not_found',
  )
  assert.ok((await client.tasks.list()).every((task) => task.id !== id))
  const history = await client.activity.list({ taskId: id, after: 0 })
  assert.deepEqual(
    history.map(({ type }) => type),
    ['task.created', 'task.started', 'task.completed', 'task.deleted'],
  )
  const left = () => inDatabase(server.dataDir, `select id from tasks where id = '${id}'`)
  await waitFor('its rows to go', async () => (await left()).length === 0)
})

test('output is read after a chunk, in pages, and as the exact bytes', async () => {
  const script = 'printf one; sleep 0.3; printf two >&2; sleep 0.3; printf "\\377"'
  const { id } = await finishCommand(server, script)
  const all = await client.tasks.output(id)
  assert.deepEqual(
    all.map(({ seq, stream, data }) => [seq, stream, data]),
    [
      [1, 'stdout', 'one'],
      [2, 'stderr', 'two'],
      [3, 'stdout', '\ufffd'],
    ],
  )
  assert.deepEqual(await client.tasks.output(id, { after: 1 }), all.slice(1))
  assert.deepEqual(await client.tasks.output(id, { after: 1, limit: 1 }), all.slice(1, 2))
  assert.deepEqual(await client.tasks.output(id, { after: 3 }), [])

  const headers = { accept: 'text/plain' }
  const text = await server.request(`${TASKS}/${id}/output`, { headers })
  assert.equal(text.headers.get('x-content-type-options'), 'nosniff')
  assert.match(text.headers.get('content-type') ?? '', /^text\/plain/)
  assert.deepEqual(Buffer.from(await text.arrayBuffer()), Buffer.from('onetwo\xff', 'latin1'))
})

test('a task that has not run has no output', async () => {
  const { id } = await client.tasks.create(command())
  assert.deepEqual(await client.tasks.output(id), [])
  assert.equal((await client.tasks.outputBytes(id)).length, 0)
})

test('a task whose process has started waits for nothing', async () => {
  const { id } = await runCommand(server, `echo started; ${untilThere('go')}`)
  await waitFor('its output', async () => (await client.tasks.output(id)).length > 0)
  const running = await client.tasks.get(id)
  assert.equal(running.status, 'running')
  assert.equal(running.waiting, null)
  writeFileSync(join(workDir, 'go'), '')
  assert.equal((await waitForTask(client, id)).status, 'done')
})
