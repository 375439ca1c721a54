import assert from 'node:assert/strict'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ApiError } from '@mission-control/client'
import { FAILURE_CODES, type Task } from '@mission-control/protocol'
import { AS_STARTED, memoryOf } from '../hostile/memory.ts'
import { hostileReply } from '../hostile/model.ts'
import { Neighbour, p99 } from '../hostile/neighbour.ts'
import type { Scope } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { processesOf } from '../setup/process-table.ts'
import { startProgram } from '../setup/processes.ts'
import { agentReady } from '../setup/prompts.ts'
import { ended, finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'
import type { Fault } from './harness/fault.ts'
import { startJob } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import type { Random } from './harness/random.ts'
import { Site } from './harness/site.ts'

const PROGRAM = fileURLToPath(new URL('../hostile/agent.ts', import.meta.url))
/** What each of them may take, so that a turn without an end has one. */
const LIMITS = {
  MISSION_CONTROL_AGENT_MAX_SECONDS: '4',
  MISSION_CONTROL_AGENT_MAX_STEPS: '10',
  MISSION_CONTROL_AGENT_SILENCE_SECONDS: '2',
}
const MORE_MEMORY_MIB = 64
/** How much longer others may take, and ms that are no difference. */
const SLOWER = 2
const NOTHING_MS = 5
/** Prompts at a time on each desktop. */
const AT_ONCE = 2
/** ms of the hostile, and of the peace before it by which it is judged. */
const LASTS = { quiet: 60_000, short: 2_000 }
const PEACE = 20_000

export const hostileAgent: Fault = {
  title: 'agents and models that keep to nothing cost others little, and leave nothing behind',
  rounds: { full: 1, short: 1 },
  minutes: 10,
  async prepare(scope) {
    const site = await Site.start(scope, { server: AS_STARTED })
    const model = await ModelServer.start(scope)
    return async (random, scope, { quiet }) => {
      model.otherwise = (response, request) => hostileReply(random)(response, request)
      const desktops = [
        await desktopWith(site, scope, 'acp', {
          MISSION_CONTROL_AGENT: 'acp',
          MISSION_CONTROL_AGENT_COMMAND: `'${process.execPath}' '${PROGRAM}'`,
        }),
        await desktopWith(site, scope, 'builtin', model.environment('builtin')),
      ]
      const neighbour = new Neighbour(site.client, site.desktop.id)
      const peace = quiet
        ? await worksDuring(neighbour, honest(site, performance.now() + PEACE))
        : []
      const before = memoryOf(site.server)
      const over = performance.now() + LASTS[quiet ? 'quiet' : 'short']
      const crews = desktops.flatMap((id) => Array.from({ length: AT_ONCE }, () => id))
      const rage = Promise.all(crews.map((id) => prompts(site, id, random, over)))
      const besieged = await worksDuring(neighbour, rage)
      for (const task of (await rage).flat()) await isSettled(site, task)
      if (quiet) {
        const [alone, others] = [p99(peace), p99(besieged)]
        const more = memoryOf(site.server) - before
        const told = `p99 ${others.toFixed(1)} ms, ${alone.toFixed(1)} beside honest ones; ${more.toFixed(0)} MiB more`
        console.log(`  ${told}`)
        assert.ok(more <= MORE_MEMORY_MIB && others <= SLOWER * alone + NOTHING_MS, told)
      }
      await judge(site, [await startJob(site)])
      assert.deepEqual(await site.client.approvals.list({ kind: 'permission' }), [])
      for (const id of desktops) await site.client.desktops.delete(id)
    }
  },
}

/** Resolves with its id, once its agent is ready. */
async function desktopWith(
  { client, link }: Site,
  scope: Scope,
  name: string,
  agent: NodeJS.ProcessEnv,
): Promise<string> {
  const { id, credential } = await client.desktops.create({ name })
  const dir = join(temporaryFolder(scope), 'runner')
  startProgram(scope, ['runner', '--server', link.url, '--dir', dir], {
    MISSION_CONTROL_CREDENTIAL: credential,
    ...LIMITS,
    ...agent,
  })
  await agentReady({ client, desktopId: id })
  return id
}

/** How long each request of somebody who works meanwhile has taken. */
async function worksDuring(neighbour: Neighbour, rage: Promise<unknown>): Promise<number[]> {
  let isOver = false
  const raging = rage.finally(() => {
    isOver = true
  })
  const [times] = await Promise.all([neighbour.work('beside agents', () => isOver), raging])
  return times
}

/**
 * What honest tasks cost that print all that they may: as much as a hostile agent has stored of what
 * it says, and by as many at a time.
 */
async function honest({ client, desktop }: Site, over: number): Promise<void> {
  const content = 'yes "an honest word, and another one" | head -c 20M'
  const crew = async () => {
    while (performance.now() < over) await finishCommand({ client, desktopId: desktop.id }, content)
  }
  await Promise.all(Array.from({ length: 2 * AT_ONCE }, crew))
}

/** One prompt after the other until the time is over; some are cancelled. */
async function prompts(
  { client }: Site,
  desktopId: string,
  random: Random,
  over: number,
): Promise<Task[]> {
  const tasks: Task[] = []
  do {
    await agentReady({ client, desktopId }, true, 60_000)
    const content = `${random.between(1, 1e6)}`
    const { id } = await client.tasks.create({ type: 'prompt', content, desktopId })
    const cancelledAfter = random.chance(0.2) ? random.between(0, 4_000) : null
    try {
      await client.tasks.run(id)
      if (cancelledAfter !== null) {
        await sleep(cancelledAfter)
        await client.tasks.cancel(id)
      }
    } catch (error) {
      // The agent isn't ready any more, or the task has ended.
      if (!(error instanceof ApiError) || error.status >= 500) throw error
    }
    const task = await client.tasks.get(id)
    if (task.status !== 'pending') tasks.push(await ended(client, id))
  } while (performance.now() < over)
  return tasks
}

/** It has an end that says what happened, its output and evidence can be read, and nothing of it runs. */
async function isSettled({ client }: Site, { id, status, error, result }: Task): Promise<void> {
  if (status === 'failed') assert.ok(FAILURE_CODES.includes(error!.code), error!.code)
  else if (status === 'done') assert.equal(typeof result, 'string')
  else assert.equal(status, 'cancelled')
  await client.tasks.output(id, { limit: 1 })
  await client.tasks.evidence(id)
  // What a success leaves running it may leave on purpose.
  if (status === 'done') for (const pid of processesOf(id)) process.kill(pid, 'SIGKILL')
  await waitFor(`no process of ${id} (${status})`, () => processesOf(id).length === 0)
}
