import assert from 'node:assert/strict'
import type { Client } from '@mission-control/client'
import { cleanUp, type Scope } from '../../setup/cleanup.ts'
import { waitFor } from '../../setup/wait.ts'

/** The numbers of the events from a moment on. */
export interface Hearing {
  /** Those that the stream has told so far. */
  heard: number[]
  /** Those that there are by now. */
  told(): Promise<number[]>
  stop(): Promise<void>
}

/**
 * Follows the activity from now on by `client`, until the scope ends at the latest; whoever is asked what there
 * is has a way that doesn't fail.
 */
export async function hear(scope: Scope, client: Client, asked = client): Promise<Hearing> {
  const [head] = await asked.activity.list({ limit: 1 })
  const after = head?.id ?? 0
  const heard: number[] = []
  const over = new AbortController()
  cleanUp(scope, () => over.abort())
  const listening = (async () => {
    for await (const { id, event } of client.activity.stream({ after, signal: over.signal })) {
      assert.notEqual(event.type, 'stream.reset')
      if (id !== null) heard.push(id)
    }
  })()
  // Told to whoever stops it.
  listening.catch(() => undefined)
  return {
    heard,
    told: async () => (await asked.activity.list({ after, limit: 1000 })).map(({ id }) => id),
    async stop() {
      over.abort()
      await listening
    },
  }
}

/** It was told every event once, in order. More may happen while it is judged: what is heard beyond that is no fault. */
export async function judgeHearing({ heard, told, stop }: Hearing): Promise<void> {
  const all = await told()
  await waitFor('the last event', () => (heard.at(-1) ?? 0) >= all.at(-1)!)
  await stop()
  assert.deepEqual(heard.slice(0, all.length), all)
}
