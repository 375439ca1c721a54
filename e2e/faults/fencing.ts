import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processesOf } from '../setup/process-table.ts'
import { ended, outputOf, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'
import type { Fault } from './harness/fault.ts'
import { judgeActivity } from './harness/judge.ts'
import { Site } from './harness/site.ts'

/** Seconds; a desktop is heard of every 5. */
const LOST_AFTER = '6'

/** What runs while nobody hears of it: prints on, says nothing, ends when `file` is there. */
const commandsUntil = (file: string) => [
  'echo up; while :; do echo on; sleep 0.1; done',
  'echo up; exec sleep 1000',
  `echo up; ${untilThere(file)}; echo late`,
]

export const fencing: Fault = {
  title:
    'of a runner that was stopped for too long late output and ends are refused, its commands stopped',
  rounds: { full: 100, short: 1 },
  async prepare(scope) {
    const site = await Site.start(scope, { server: { MISSION_CONTROL_LOST_AFTER: LOST_AFTER } })
    let rounds = 0
    return async (random) => {
      const { client, desktop, runner } = site
      const unheard = join(site.truth, `unheard-${++rounds}`)
      const tasks = await client.tasks.createBatch({
        tasks: commandsUntil(unheard).map((content) => ({
          type: 'command',
          content,
          desktopId: desktop.id,
        })),
        run: true,
      })
      const ids = tasks.map(({ id }) => id)
      for (const id of ids) {
        await waitFor('its output', async () => (await outputOf(client, id)).length > 0)
      }
      await sleep(random.between(0, 300))
      runner.child.kill('SIGSTOP')
      writeFileSync(unheard, '')
      const lost = await Promise.all(ids.map((id) => ended(client, id)))
      const outputs = await Promise.all(ids.map((id) => outputOf(client, id)))
      for (const { status, error } of lost) {
        assert.deepEqual([status, error?.code], ['failed', 'desktop_lost'])
      }
      await sleep(random.between(0, 300))
      runner.child.kill('SIGCONT')

      for (const id of ids) {
        await waitFor('its processes to be stopped', () => processesOf(id).length === 0)
      }
      await waitFor('no file of a run to be left', () => site.leftovers.length === 0)
      assert.deepEqual(await Promise.all(ids.map((id) => client.tasks.get(id))), lost)
      assert.deepEqual(await Promise.all(ids.map((id) => outputOf(client, id))), outputs)
      for (const task of lost) await judgeActivity(site, task)
      await site.connected()
    }
  },
}
