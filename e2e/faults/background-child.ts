import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { processesOf } from '../setup/process-table.ts'
import { ended, outputOf } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'
import type { Fault } from './harness/fault.ts'
import { Site } from './harness/site.ts'

/** How a child is left behind: with the command's output open, without it, in a session of its own. */
const WAYS = ['sleep 1000 &', 'sleep 1000 >/dev/null 2>&1 &', 'setsid sleep 1000 </dev/null &']

let rounds = 0

export const backgroundChild: Fault = {
  title: 'a child that outlives its command lives on, and keeps neither its end nor its files',
  rounds: { full: 20, short: 2 },
  async prepare(scope) {
    const site = await Site.start(scope)
    return async (random) => {
      const { client, desktop } = site
      const file = join(site.truth, `child-${++rounds}`)
      const { id } = await client.tasks.create({
        type: 'command',
        content: `${random.pick(WAYS)} touch ${file}; echo done; exit 4`,
        desktopId: desktop.id,
      })
      await client.tasks.run(id)
      if (random.chance(0.5)) {
        await waitFor('its child', () => existsSync(file))
        await site.killRunner()
        site.startRunner()
      }
      const task = await ended(client, id)
      assert.deepEqual([task.status, task.exitCode], ['failed', 4])
      assert.equal(`${await outputOf(client, id)}`, 'done\n')
      await waitFor('no file of a run to be left', () => site.leftovers.length === 0)
      const [child, ...others] = processesOf(id)
      assert.ok(child !== undefined && others.length === 0)
      process.kill(child, 'SIGKILL')
      await waitFor('the child to be gone', () => processesOf(id).length === 0)
    }
  },
}
