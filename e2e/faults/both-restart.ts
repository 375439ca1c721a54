import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { ended, outputOf } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'
import type { Fault } from './harness/fault.ts'
import { differenceOf, judgeActivity } from './harness/judge.ts'
import { Site } from './harness/site.ts'

const LAST = 200_000
const COMMAND = `for i in $(seq 1 ${LAST}); do echo $i; done`
const PRINTED = Array.from({ length: LAST }, (_, i) => `${i + 1}\n`).join('')

export const bothRestart: Fault = {
  title: 'with server and runner killed in the middle, all 200,000 lines come, once and in order',
  rounds: { full: 20, short: 1 },
  async prepare(scope) {
    const site = await Site.start(scope)
    return async (random) => {
      const { client, desktop } = site
      const { id } = await client.tasks.create({
        type: 'command',
        content: COMMAND,
        desktopId: desktop.id,
      })
      await client.tasks.run(id)
      const enough = random.between(1, PRINTED.length / 2)
      await waitFor('the middle', async () => (await outputOf(client, id)).length >= enough)
      const both = [() => site.killServer(), () => site.killRunner()]
      if (random.chance(0.5)) both.reverse()
      for (const kill of both) await kill()
      await sleep(random.between(0, 500))
      if (random.chance(0.5)) {
        site.startRunner()
        await site.startServer()
      } else {
        await site.startServer()
        site.startRunner()
      }
      const task = await ended(site.client, id)
      assert.deepEqual([task.status, task.exitCode], ['done', 0])
      const output = `${await outputOf(site.client, id)}`
      assert.ok(output === PRINTED, differenceOf(output, PRINTED))
      await judgeActivity(site, task)
      await waitFor('no file of a run to be left', () => site.leftovers.length === 0)
    }
  },
}
