import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Scope } from '../setup/cleanup.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import type { TestServer } from '../setup/server.ts'
import { Cluster } from './harness/cluster.ts'
import type { Fault, Round } from './harness/fault.ts'
import { type Random, seeded } from './harness/random.ts'

const REPLICAS = 3
/** Every day fewer: each is sent again what it has missed. */
const STREAMS = { full: 50, short: 12 }
const WRITERS = { full: 12, short: 4 }
/** Of each writer: tasks that are created, and cancelled one by one. */
const TASKS = { full: 100, short: 17 }
const transitions = (extent: 'full' | 'short') => 2 * WRITERS[extent] * TASKS[extent]
/** How long a stream is read before it is cut, at most, in ms. */
const READ_FOR = { full: 2_000, short: 400 }

/** Writers and streams at all servers at once; a stream that is cut goes on at another one. */
export function underFire(cluster: Cluster): Round {
  return async (random, scope, { quiet }) => {
    const extent = quiet ? 'full' : 'short'
    const [writers, streams] = [WRITERS[extent], STREAMS[extent]]
    const seeds = Array.from({ length: writers + streams }, () => seeded(random.between(0, 1e9)))
    const begun = await head(cluster)
    const written = seeds.slice(0, writers).map((chance) => write(cluster, chance, TASKS[extent]))
    let end = Number.POSITIVE_INFINITY
    const read = seeds.slice(writers).map(async (chance) => {
      let last = begun
      while (last < end) {
        const within = chance.between(1, READ_FOR[extent])
        last = await readOn(scope, anyOf(cluster, chance), last, within)
        await sleep(chance.between(0, 20))
      }
      assert.equal(last, end)
    })
    const reading = Promise.all(read)
    // What a stream has told wrongly is known at once.
    await Promise.race([Promise.all(written), reading]).catch((cause) => {
      throw new Error(cluster.story, { cause })
    })
    end = await head(cluster)
    assert.ok(end - begun >= transitions(extent))
    await reading
  }
}

const anyOf = ({ replicas }: Cluster, chance: Random) => chance.pick(replicas).server

async function head(cluster: Cluster): Promise<number> {
  const { cursor } = await cluster.client.tasks.listWithCursor({ limit: 1 })
  return cursor ?? 0
}

async function write(cluster: Cluster, chance: Random, count: number): Promise<void> {
  const task = { type: 'command', content: 'true', desktopId: cluster.desktop.id } as const
  const body = { tasks: Array.from({ length: count }, () => task) }
  const tasks = await anyOf(cluster, chance).client.tasks.createBatch(body)
  for (const { id } of tasks) await anyOf(cluster, chance).client.tasks.cancel(id)
}

/** Reads a stream until it is cut, `within` ms. Not by the SDK, which leaves out what comes twice. */
async function readOn(
  scope: Scope,
  server: TestServer,
  after: number,
  within: number,
): Promise<number> {
  let last = after
  const stream = await openStream(scope, server, ACTIVITY, last).catch(unlessCut)
  if (stream === null) return last
  const timer = setTimeout(() => stream.cut(), within)
  for (let frame = await stream.next(); frame !== null; frame = await stream.next()) {
    if (frame.id === undefined) continue
    assert.equal(frame.id, frame.data.type === 'stream.cursor' ? last : last + 1)
    last = frame.id
  }
  clearTimeout(timer)
  return last
}

/**
 * What isn't asked within seconds of its connection is cut by the server, which happens on a busy machine. As
 * for any client, it is one more cut.
 */
function unlessCut(error: unknown): null {
  if (error instanceof TypeError && error.message === 'fetch failed') return null
  throw error
}

export const eventOrder: Fault = {
  title: `streams that are cut at random tell each event once, in order, while many write through ${REPLICAS} servers`,
  rounds: { full: Math.ceil(100_000 / transitions('full')), short: 0 },
  prepare: async (scope) => underFire(await Cluster.start(scope, undefined, undefined, REPLICAS)),
}
