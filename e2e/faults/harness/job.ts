import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Task } from '@mission-control/protocol'
import type { Random } from './random.ts'
import type { Site } from './site.ts'

/** A command that says by itself, in a file of its own, when it starts and when it ends. */
export interface Job {
  task: Task
  stdout: string
  exitCode: number
  truth: string
}

export interface JobOptions {
  lines?: number
  /** Seconds of a pause, after each tenth of the lines. */
  pause?: number
  exitCode?: number
}

/** Where a job runs, and where it says what it does. */
export type Place = Pick<Site, 'client' | 'truth'> & { desktop: Pick<Site['desktop'], 'id'> }

let jobs = 0

/** Creates the task and has it run. */
export async function startJob(site: Place, options: JobOptions = {}): Promise<Job> {
  const job = await createJob(site, options)
  await site.client.tasks.run(job.task.id)
  return job
}

export async function createJob(site: Place, options: JobOptions = {}): Promise<Job> {
  const { content, ...job } = newJob(site, options)
  const desktopId = site.desktop.id
  return { ...job, task: await site.client.tasks.create({ type: 'command', content, desktopId }) }
}

export function newJob(site: Pick<Site, 'truth'>, options: JobOptions = {}) {
  const { lines = 20, pause = 0.02, exitCode = 0 } = options
  const name = `job-${process.pid}-${++jobs}`
  const truth = join(site.truth, name)
  const step = Math.max(1, Math.floor(lines / 10))
  const content = `echo start >> ${truth}
i=0; while [ $i -lt ${lines} ]; do
  i=$((i+1)); echo "$i of ${name}"; [ $((i % ${step})) -ne 0 ] || sleep ${pause}
done; echo end >> ${truth}; exit ${exitCode}`
  const stdout = Array.from({ length: lines }, (_, i) => `${i + 1} of ${name}\n`).join('')
  return { content, stdout, exitCode, truth }
}

export function randomJob(random: Random): JobOptions {
  return {
    lines: random.pick([0, 1, 20, 200, 2000]),
    pause: random.pick([0, 0.01, 0.05, 0.1]),
    exitCode: random.pick([0, 0, 0, 3]),
  }
}

/** How often the command has said that it starts, or that it ends. */
export function saidBy({ truth }: Pick<Job, 'truth'>, what: 'start' | 'end'): number {
  if (!existsSync(truth)) return 0
  return readFileSync(truth, 'utf8')
    .split('\n')
    .filter((line) => line === what).length
}
