import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Scope } from '../../../e2e/setup/cleanup.ts'
import { published } from '../../../e2e/setup/published.ts'

export interface GraphileWorker {
  /** Jobs a second, from the first one added to the last one run. */
  rate(jobs: number): Promise<number>
  /** From add to start, one after another, in ms. */
  latencies(jobs: number): Promise<number[]>
}

/** A graphile-worker in a process of its own; it ends with the scope. */
export async function startGraphileWorker(t: Scope, databaseUrl: string): Promise<GraphileWorker> {
  const program = join(import.meta.dirname, 'programs/graphile-worker.js')
  const child = fork(program, [await published('graphile-worker'), databaseUrl], {
    // It tells each job.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  t.after(async () => {
    child.disconnect()
    await once(child, 'exit')
  })
  const answer = async () => (await once(child, 'message'))[0]
  await answer()
  const ask = async (work: keyof GraphileWorker, jobs: number) => {
    child.send({ work, jobs })
    return await answer()
  }
  return {
    rate: (jobs) => ask('rate', jobs),
    latencies: (jobs) => ask('latencies', jobs),
  }
}
