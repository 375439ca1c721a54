import assert from 'node:assert/strict'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Task } from '@mission-control/protocol'
import { waitFor } from '../setup/wait.ts'
import type { Fault, Round } from './harness/fault.ts'
import { type Job, saidBy } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import { Site } from './harness/site.ts'

const KEYS = 10
const AT_ONCE = 3
const PATH = '/api/mission-control/tasks/batch'

let keys = 0

export const idempotency: Fault = {
  title: 'a request that is sent again and again, over kills of the server, is done once',
  rounds: { full: 100, short: 2 },
  prepare: async (scope) => idempotencyOn(await Site.start(scope)),
}

export function idempotencyOn(site: Site): Round {
  return async (random) => {
    const wanted = Array.from({ length: KEYS }, () => wantedOf(site, ++keys))
    const asking = wanted.flatMap((one) =>
      Array.from({ length: AT_ONCE }, () => askUntilAnswered(site, one)),
    )
    if (random.chance(0.5)) {
      await sleep(random.between(0, 60))
      await site.killServer()
      await site.startServer()
    }
    if (random.chance(0.5)) await site.restartEngine(random)
    const answers = await Promise.all(asking)
    const jobs: Job[] = []
    for (const [i, one] of wanted.entries()) {
      const [first, ...others] = answers.slice(i * AT_ONCE, (i + 1) * AT_ONCE) as [string]
      for (const other of others) assert.equal(other, first)
      const [task] = JSON.parse(first) as [Task]
      jobs.push({ task, stdout: '', exitCode: 0, truth: one.truth })
      const again = await ask(site, one.key, { ...one.body, run: false })
      assert.equal(again?.status, 422)
    }
    await judge(site, jobs)
    const all = await site.client.tasks.list({ limit: KEYS })
    assert.deepEqual(new Set(all.map(({ id }) => id)), new Set(jobs.map(({ task }) => task.id)))
    for (const job of jobs) assert.equal(saidBy(job, 'start'), 1)
  }
}

interface Wanted {
  key: string
  truth: string
  body: { run: boolean; tasks: object[] }
}

function wantedOf({ truth, desktop }: Site, n: number): Wanted {
  const file = join(truth, `keyed-${n}`)
  const content = `echo start >> ${file}; echo end >> ${file}`
  const task = { type: 'command', content, desktopId: desktop.id }
  return { key: `key-${process.pid}-${n}`, truth: file, body: { run: true, tasks: [task] } }
}

/** As a client does that must have an answer: what a 201 said. */
async function askUntilAnswered(site: Site, { key, body }: Wanted): Promise<string> {
  return await waitFor(`an answer to ${key}`, async () => {
    const answer = await ask(site, key, body)
    if (answer === null || answer.status === 409 || answer.status === 503) return null
    const text = await answer.text()
    assert.equal(answer.status, 201, text)
    return text
  })
}

/** Null when no answer came. */
async function ask({ server }: Site, key: string, json: object): Promise<Response | null> {
  const headers = { 'idempotency-key': key }
  return await server.request(PATH, { method: 'POST', headers, json }).catch(() => null)
}
