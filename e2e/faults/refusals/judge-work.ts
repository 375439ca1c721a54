import assert from 'node:assert/strict'
import type { Task } from '@mission-control/protocol'
import { processesOf } from '../../setup/process-table.ts'
import { waitFor } from '../../setup/wait.ts'
import { saidBy } from '../harness/job.ts'
import type { Place, Target } from './place.ts'
import type { Try } from './work.ts'

/** What a task may fail with when this program was refused something: never with the server's. */
const EXCUSES: Record<Target, readonly string[]> = {
  server: [],
  runner: ['spawn_failed', 'start_unknown'],
  keeper: ['spawn_failed', 'start_unknown', 'output_lost'],
}
const NOT_STARTED = ['spawn_failed', 'start_unknown']
const MARK = /^Output could not be stored/

/** No second start, no lost end, and nothing that is told otherwise than it was. */
export async function judgeWork(place: Place, target: Target, tries: Try[]): Promise<void> {
  for (const each of tries) {
    const task = await endOf(place, each)
    if (task.status === 'pending') assert.equal(saidBy(each.job, 'start'), 0)
    else if (each.prompt !== undefined) judgePrompt(place, target, task, each.prompt)
    else await judgeCommand(place, target, task, each)
    await waitFor(`no process of ${task.id}`, () => processesOf(task.id).length === 0)
  }
  await waitFor('no file of a run to be left', () => place.site.leftovers.length === 0)
}

/** A task whose order to run was answered with an error may have been run or not. */
async function endOf({ site }: Place, { job, ran }: Try): Promise<Task> {
  return await waitFor(`the end of ${job.task.id}`, async () => {
    const task = await site.client.tasks.get(job.task.id)
    const isOver = ['done', 'failed', 'cancelled'].includes(task.status)
    return (isOver || (!ran && task.status === 'pending')) && task
  })
}

async function judgeCommand(
  place: Place,
  target: Target,
  task: Task,
  { job, cancelled }: Try,
): Promise<void> {
  const [starts, ends] = [saidBy(job, 'start'), saidBy(job, 'end')]
  const what = `${task.id} ${task.status} ${JSON.stringify(task.error)}: ${starts} starts, ${ends} ends`
  assert.ok(starts <= 1, what)
  if (task.status === 'cancelled') return assert.ok(cancelled, what)
  if (task.status === 'failed') {
    const { code, message } = task.error!
    assert.ok(EXCUSES[target].includes(code), what)
    assert.ok(message.length > 20, what)
    if (NOT_STARTED.includes(code)) assert.equal(starts, 0, what)
    return
  }
  assert.deepEqual([task.status, starts, ends, task.exitCode], ['done', 1, 1, 0], what)
  const chunks = await place.site.client.tasks.output(task.id)
  const text = (stream: string) =>
    chunks.flatMap((chunk) => (chunk.stream === stream ? [chunk.data] : [])).join('')
  const stdout = text('stdout')
  if (target === 'keeper' && MARK.test(text('system'))) assert.ok(job.stdout.startsWith(stdout))
  else assert.equal(stdout, job.stdout, what)
}

function judgePrompt({ model }: Place, target: Target, task: Task, prompt: string): void {
  const asked = model.requests.filter(({ body }) => JSON.stringify(body).includes(`"${prompt}"`))
  const what = `${task.id} ${task.status} ${JSON.stringify(task.error)}: asked ${asked.length} times`
  assert.ok(asked.length <= 1, what)
  if (task.status === 'failed') {
    const { code } = task.error!
    assert.ok(EXCUSES[target].includes(code), what)
    if (NOT_STARTED.includes(code)) assert.equal(asked.length, 0, what)
  } else assert.deepEqual([task.status, task.result, asked.length], ['done', 'Hello.', 1], what)
}
