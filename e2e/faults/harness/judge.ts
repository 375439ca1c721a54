import assert from 'node:assert/strict'
import type { FailureCode, Task } from '@mission-control/protocol'
import { processesOf } from '../../setup/process-table.ts'
import { waitFor } from '../../setup/wait.ts'
import { type Job, saidBy } from './job.ts'
import type { Site } from './site.ts'

/** Failures that the round's faults excuse: of a run that was lost, or never certain. */
export type Excuses = readonly FailureCode[]

const LAST_EVENT = {
  done: 'task.completed',
  failed: 'task.failed',
  cancelled: 'task.cancelled',
} as const

/** What jobs are judged by. */
type Judged = Pick<Site, 'client' | 'story' | 'leftovers'>

/**
 * Judges from outside what became of the jobs once everything is up again: the true end, one start,
 * every byte of output, each transition told once and in order, no process and no file left.
 */
export async function judge(
  site: Judged,
  jobs: readonly Job[],
  excuses: Excuses = [],
): Promise<void> {
  try {
    for (const job of jobs) await judgeJob(site, job, excuses)
    await waitFor('no file of a run to be left', () => site.leftovers.length === 0)
  } catch (error) {
    throw new Error(site.story, { cause: error })
  }
}

async function judgeJob(site: Judged, job: Job, excuses: Excuses): Promise<void> {
  const task = await finalOf(site, job.task.id)
  await judgeEnd(site, job, task, excuses)
  await judgeActivity(site, task)
  await waitFor(`no process of ${task.id}`, () => processesOf(task.id).length === 0)
}

async function finalOf({ client }: Judged, id: string): Promise<Task> {
  return await waitFor(
    `the end of ${id}`,
    async () => {
      const task = await client.tasks.get(id)
      return task.status in LAST_EVENT && task
    },
    60_000,
  )
}

async function judgeEnd(site: Judged, job: Job, task: Task, excuses: Excuses): Promise<void> {
  const starts = saidBy(job, 'start')
  const output = Buffer.from(await site.client.tasks.outputBytes(task.id)).toString()
  const code = task.error?.code as FailureCode | undefined
  if (code !== undefined && excuses.includes(code)) {
    assert.ok(starts <= 1, `${task.id} was started ${starts} times`)
    assert.ok(job.stdout.startsWith(output), `${task.id} printed something else`)
    return
  }
  assert.equal(starts, 1, `${task.id} was started ${starts} times`)
  const expected = { status: job.exitCode === 0 ? 'done' : 'failed', exitCode: job.exitCode }
  assert.deepEqual(
    { status: task.status, exitCode: task.exitCode, code },
    {
      ...expected,
      code: job.exitCode === 0 ? undefined : 'exit_nonzero',
    },
  )
  assert.equal(saidBy(job, 'end'), 1)
  assert.ok(output === job.stdout, differenceOf(output, job.stdout))
}

/** Where two texts differ. */
export function differenceOf(got: string, wanted: string): string {
  let at = 0
  while (at < got.length && got[at] === wanted[at]) at++
  const near = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 20), at + 40))
  return `the output differs at ${at} of ${wanted.length} (${got.length} came): ${near(got)} instead of ${near(wanted)}`
}

/** Every transition once, in the order in which they can come. */
export async function judgeActivity({ client }: Pick<Site, 'client'>, task: Task): Promise<void> {
  const events = await client.activity.list({ taskId: task.id, after: 0 })
  judgeTransitions(
    events.map(({ type }) => type),
    task,
  )
}

/** The same of the events that were read already. */
export function judgeTransitions(types: string[], task: Task): void {
  const queued = types.includes('task.queued') ? ['task.queued'] : []
  const dequeued = types.includes('task.dequeued') ? ['task.dequeued'] : []
  const last = LAST_EVENT[task.status as keyof typeof LAST_EVENT]
  const started = task.startedAt === null ? [] : ['task.started']
  assert.deepEqual(types, ['task.created', ...started, ...queued, ...dequeued, last])
}
