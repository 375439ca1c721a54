import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@mission-control/client'
import { KEY } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'
import type { Fault } from './harness/fault.ts'
import { FaultyLink } from './harness/faulty-link.ts'
import { Site } from './harness/site.ts'

const WRITES = 8

export const streamResume: Fault = {
  title: 'a stream that is cut at a random place tells every event once, in order',
  rounds: { full: 100, short: 3 },
  async prepare(scope) {
    const site = await Site.start(scope)
    const link = await FaultyLink.start(scope, Number(new URL(site.server.url).port))
    return async (random) => {
      const through = createClient({ baseUrl: link.url, apiKey: KEY })
      const [head] = await site.client.activity.list({ limit: 1 })
      const after = head?.id ?? 0
      const heard: number[] = []
      const over = new AbortController()
      const listening = (async () => {
        for await (const { id, event } of through.activity.stream({ after, signal: over.signal })) {
          assert.notEqual(event.type, 'stream.reset')
          if (id !== null) heard.push(id)
        }
      })()
      const cutAt = random.between(0, WRITES - 1)
      for (let i = 0; i < WRITES; i++) {
        const { client, desktop } = site
        await client.tasks.create({ type: 'command', content: 'true', desktopId: desktop.id })
        if (i === cutAt) link.cut()
        await sleep(random.between(0, 20))
      }
      const told = (await site.client.activity.list({ after, limit: 1000 })).map(({ id }) => id)
      await waitFor('the last event', () => heard.at(-1) === told.at(-1))
      over.abort()
      await listening
      assert.deepEqual(heard, told)
      assert.ok(told.length >= WRITES)
    }
  },
}
