import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError, ConnectionError } from '@mission-control/client'
import type { Scope } from '../setup/cleanup.ts'
import { within } from '../setup/within.ts'
import { atMostOnceOn } from './at-most-once.ts'
import { type Engines, startEngines, withNewDatabase } from './harness/engines.ts'
import type { Fault, Round } from './harness/fault.ts'
import { Site } from './harness/site.ts'
import { idempotencyOn } from './idempotency.ts'
import { serverRestartOn } from './server-restart.ts'

const WRITERS = 8

/** Writers create tasks until the server is killed; what was answered with 201 is there, and once. */
function crashCreateOn(engines: Engines): Round {
  return (random) =>
    within(async (scope) => {
      const site = await Site.start(scope, { engines: await withNewDatabase(engines) })
      const [acknowledged, asked] = [new Set<string>(), new Set<string>()]
      const write = async () => {
        for (;;) {
          const content = `task ${asked.size}`
          asked.add(content)
          const task = { type: 'command', content, desktopId: site.desktop.id } as const
          try {
            await site.client.tasks.create(task, { retries: 0 })
            acknowledged.add(content)
          } catch (error) {
            if (error instanceof ConnectionError) return
            // Nobody knows whether this one was made.
            const isAway = error instanceof ApiError && error.code === 'database_unreachable'
            if (!isAway) throw error
            await sleep(10)
          }
        }
      }
      const writers = Promise.all(Array.from({ length: WRITERS }, write))
      await sleep(random.between(20, 400))
      if (random.chance(0.7)) await site.restartEngine(random)
      await sleep(random.between(0, 200))
      await site.killServer()
      await writers
      await site.startServer()
      const there = (await site.client.tasks.list()).map(({ content }) => content)
      assert.equal(new Set(there).size, there.length, 'a task is there twice')
      const missing = [...acknowledged].filter((content) => !there.includes(content))
      assert.deepEqual(missing, [])
    })
}

const onSite = (roundOn: (site: Site) => Round) => async (engines: Engines, scope: Scope) =>
  roundOn(await Site.start(scope, { engines: await withNewDatabase(engines) }))

interface OnEngines extends Omit<Fault, 'prepare'> {
  prepareOn(engines: Engines, scope: Scope): Promise<Round>
}

/** The faults of a single server, on PostgreSQL and NATS, which are killed as well. */
export const ON_ENGINES: Record<string, OnEngines> = {
  'crash-create-engines': {
    title: 'with server, PostgreSQL and NATS killed under 8 writers, every 201 is there once',
    rounds: { full: 200, short: 0 },
    prepareOn: async (engines) => crashCreateOn(engines),
  },
  'at-most-once-engines': {
    title: 'with PostgreSQL and NATS killed, links cut and frames repeated, no task starts twice',
    rounds: { full: 100, short: 0 },
    prepareOn: onSite(atMostOnceOn),
  },
  'server-restart-engines': {
    title:
      'with server and PostgreSQL or NATS killed at once while 20 run, all have their true end',
    rounds: { full: 20, short: 0 },
    prepareOn: onSite(serverRestartOn),
  },
  'idempotency-engines': {
    title: 'a request that is sent again over kills of server, PostgreSQL and NATS is done once',
    rounds: { full: 100, short: 0 },
    prepareOn: onSite(idempotencyOn),
  },
}

/** Each with engines of its own. Of their short rounds one is tried each day: `replicas.test.ts`. */
export const ENGINE_FAULTS: Record<string, Fault> = Object.fromEntries(
  Object.entries(ON_ENGINES).map(([id, { prepareOn, ...fault }]) => [
    id,
    {
      ...fault,
      prepare: async (scope: Scope) => await prepareOn(await startEngines(scope), scope),
    },
  ]),
)
