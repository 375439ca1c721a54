import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { waitForTask } from '@mission-control/client'
import { cleanUp } from '../setup/cleanup.ts'
import { outputOf } from '../setup/tasks.ts'
import type { Fault } from './harness/fault.ts'
import { judgeActivity } from './harness/judge.ts'
import type { Random } from './harness/random.ts'
import { Site } from './harness/site.ts'

/** In every test run a tenth: the link is back only after ever longer waits. */
const BYTES = { full: 50_000_000, short: 5_000_000 }

export const outputExact: Fault = {
  title: 'with the link reset every 100 to 500 ms, 50 MB of output come byte by byte as printed',
  rounds: { full: 20, short: 1 },
  async prepare(scope) {
    const site = await Site.start(scope, {
      server: { MISSION_CONTROL_OUTPUT_LIMIT: `${2 * BYTES.full}` },
    })
    return async (random, scope, { quiet }) => {
      const { client, desktop } = site
      const bytes = quiet ? BYTES.full : BYTES.short
      const { id } = await client.tasks.create({
        type: 'command',
        // Numbered lines, so that no two parts are alike.
        content: `seq -f 'line %012.0f of many' 0 2000000 | head -c ${bytes}`,
        desktopId: desktop.id,
      })
      const over = new AbortController()
      cleanUp(scope, () => over.abort())
      const resets = reset(site, random, over.signal)
      await client.tasks.run(id)
      const task = await waitForTask(client, id, { until: ['done', 'failed'], timeoutMs: 300_000 })
      over.abort()
      await resets
      assert.deepEqual([task.status, task.exitCode], ['done', 0])
      const output = await outputOf(client, id)
      assert.equal(output.length, bytes)
      assert.equal(hashOf(output), hashOf(printed(bytes)))
      await judgeActivity(site, task)
      await client.tasks.delete(id)
    }
  },
}

async function reset({ link }: Site, random: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(random.between(100, 500))
    link.cut()
  }
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

function printed(bytes: number): Buffer {
  const lines = Array.from({ length: Math.ceil(bytes / LINE_BYTES) }, (_, i) => {
    return `line ${`${i}`.padStart(12, '0')} of many\n`
  })
  return Buffer.from(lines.join('')).subarray(0, bytes)
}

const LINE_BYTES = 'line 000000000000 of many\n'.length
