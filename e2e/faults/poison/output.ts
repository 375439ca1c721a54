import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processesOf } from '../../setup/process-table.ts'
import { ended, outputOf } from '../../setup/tasks.ts'
import { waitFor } from '../../setup/wait.ts'
import type { Site } from '../harness/site.ts'
import type { Poison } from './poison.ts'

const LIMIT = 16 * 1024 * 1024
const MARKER = /^Output limit of 16 MiB reached/

async function run({ client, desktop }: Site, content: string): Promise<string> {
  const task = await client.tasks.create({ type: 'command', content, desktopId: desktop.id })
  await client.tasks.run(task.id)
  return task.id
}

/** Exactly what may be kept, and one word of the system's that there was more. */
async function assertTruncated({ client }: Site, id: string): Promise<void> {
  const chunks = await client.tasks.output(id)
  const marker = chunks.filter(({ stream }) => stream === 'system')
  assert.equal(marker.length, 1)
  assert.match(marker[0]!.data, MARKER)
  assert.equal((await outputOf(client, id)).length, LIMIT + marker[0]!.data.length)
}

export const outputPoisons: Record<string, Poison> = {
  async 'bytes that are no text'(site) {
    const file = join(site.truth, 'bytes')
    const id = await run(site, `head -c 1000000 /dev/urandom | tee ${file}`)
    assert.equal((await ended(site.client, id)).status, 'done')
    assert.ok((await outputOf(site.client, id)).equals(readFileSync(file)))
  },
  async 'a line of 100 MB'(site) {
    const id = await run(site, "head -c 100000000 /dev/zero | tr '\\0' x")
    const task = await ended(site.client, id)
    assert.deepEqual([task.status, task.exitCode], ['done', 0])
    await assertTruncated(site, id)
  },
  async 'output without end'(site) {
    const id = await run(site, 'yes')
    let seq = 0
    await waitFor('the marker', async () => {
      // What was read already is not asked for again: it would be that which slows others down.
      const last = (await site.client.tasks.output(id, { after: seq })).at(-1)
      seq = last?.seq ?? seq
      return last?.stream === 'system'
    })
    await sleep(500)
    assert.equal((await site.client.tasks.get(id)).status, 'running')
    await site.client.tasks.cancel(id)
    assert.equal((await ended(site.client, id)).status, 'cancelled')
    await waitFor('it to be stopped', () => processesOf(id).length === 0)
    await assertTruncated(site, id)
  },
}
