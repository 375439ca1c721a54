import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Context } from './bench.ts'
import { summarise } from './measure.ts'
import { idleMemory, type Memory } from './memory.ts'
import { fill } from './ours/fill.ts'
import { useOnce } from './ours/first-use.ts'
import { runnerMemory } from './ours/runner-memory.ts'
import { OURS_SETUP, startServer } from './ours/server.ts'
import { startBare } from './peers/bare.ts'
import { BUILDBOT_SETUP, type Buildbot, startBuildbot } from './peers/buildbot.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'

const TASKS = 10_000

export const footprint: Bench = {
  id: 'footprint',
  title:
    'start → first authenticated 200 against bare Fastify; idle memory; runner: buildbot-worker',
  rounds: 5,
  run: async (context) => {
    using initialised = temporaryFolder('initialised')
    await useOnce(context, initialised.path)
    await measureFastify()
    await using buildbot = await startBuildbot(context)
    const rounds = await alternate(context, {
      ours: () => measureOurs(context, initialised.path),
      fastify: measureFastify,
      worker: () => measureWorker(buildbot),
    })
    const start = rounds.map(({ ours, fastify }) => ({ ours: ours.startMs, peer: fastify.startMs }))
    const against = (
      peer: 'fastify' | 'worker',
      part: 'server' | 'filled' | 'runner',
      kind: keyof Memory = 'rss',
    ) => rounds.map((round) => ({ ours: round.ours[part][kind], peer: round[peer].memory[kind] }))
    const atMost = (value: number, of: 'ratio' | 'ours') =>
      ({ of, bound: 'at most', value }) as const
    return {
      measures: [
        summarise('start → first authenticated 200', 'ms', start, atMost(4, 'ratio')),
        summarise('server, idle', 'MiB', against('fastify', 'server'), atMost(130, 'ours')),
        summarise('server, 10,000 tasks', 'MiB', against('fastify', 'filled'), atMost(150, 'ours')),
        summarise('runner + keeper', 'MiB', against('worker', 'runner'), atMost(2.2, 'ratio')),
        summarise('server, idle, PSS', 'MiB', against('fastify', 'server', 'pss')),
        summarise('runner + keeper, PSS', 'MiB', against('worker', 'runner', 'pss')),
      ],
      how: `Memory is RSS unless PSS is said, once it has kept still for 3 s. Ours: ${OURS_SETUP}; started on a copy of a data directory that has run one task, timed from the start of the process until GET tasks answers 200, asked every millisecond; then ${TASKS} tasks created in batches of 1,000 and 50 listed; then a command that sleeps, so that the keeper is there. Peers: bare Fastify with one route, timed and weighed alike; ${BUILDBOT_SETUP}. Both sides with Node's compile cache as \`npm start\` sets it.`,
    }
  },
}

async function measureOurs(context: Context, initialised: string) {
  using folder = temporaryFolder('server')
  cpSync(join(initialised, 'data'), join(folder.path, 'data'), { recursive: true })
  await using server = await startServer(context, folder.path)
  const { startMs, program } = server
  const atStart = await idleMemory([program.pid])
  await fill(server, TASKS)
  await server.client.tasks.list({ limit: 50 })
  const filled = await idleMemory([program.pid])
  return { startMs, server: atStart, filled, runner: await runnerMemory(server, folder.path) }
}

async function measureFastify() {
  using folder = temporaryFolder('bare')
  await using bare = await startBare(folder.path, 'bare-fastify')
  return { startMs: bare.startMs, memory: await idleMemory([bare.program.pid]) }
}

async function measureWorker(buildbot: Buildbot) {
  await using worker = await buildbot.startWorker()
  return { memory: await idleMemory([worker.pid]) }
}
