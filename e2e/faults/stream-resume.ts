import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@mission-control/client'
import { KEY } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'
import type { Fault } from './harness/fault.ts'
import { FaultyLink } from './harness/faulty-link.ts'
import { hear } from './harness/hearing.ts'
import { Site } from './harness/site.ts'

const WRITES = 8

export const streamResume: Fault = {
  title: 'a stream that is cut at a random place tells every event once, in order',
  rounds: { full: 100, short: 3 },
  async prepare(scope) {
    const site = await Site.start(scope)
    const link = await FaultyLink.start(scope, Number(new URL(site.server.url).port))
    return async (random, scope) => {
      const through = createClient({ baseUrl: link.url, apiKey: KEY })
      const { heard, told, stop } = await hear(scope, through, site.client)
      const cutAt = random.between(0, WRITES - 1)
      for (let i = 0; i < WRITES; i++) {
        const { client, desktop } = site
        await client.tasks.create({ type: 'command', content: 'true', desktopId: desktop.id })
        if (i === cutAt) link.cut()
        await sleep(random.between(0, 20))
      }
      const all = await told()
      await waitFor('the last event', () => heard.at(-1) === all.at(-1))
      await stop()
      assert.deepEqual(heard, all)
      assert.ok(all.length >= WRITES)
    }
  },
}
