import assert from 'node:assert/strict'
import { processesOf } from '../setup/process-table.ts'
import { ended, outputOf } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'
import type { Fault } from './harness/fault.ts'
import { judgeActivity } from './harness/judge.ts'
import { Site } from './harness/site.ts'

const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGSEGV', 'SIGHUP'] as const

export const outsideKill: Fault = {
  title: 'a command that somebody else kills has failed as signaled, with what it had printed',
  rounds: { full: 50, short: 2 },
  async prepare(scope) {
    const site = await Site.start(scope)
    return async (random) => {
      const { client, desktop } = site
      const { id } = await client.tasks.create({
        type: 'command',
        content: 'echo before; exec sleep 1000',
        desktopId: desktop.id,
      })
      await client.tasks.run(id)
      await waitFor('what it prints', async () => (await outputOf(client, id)).length > 0)
      const signal = random.pick(SIGNALS)
      const [pid, ...others] = processesOf(id)
      assert.equal(others.length, 0)
      process.kill(pid!, signal)
      const task = await ended(client, id)
      assert.deepEqual([task.status, task.error?.code], ['failed', 'signaled'])
      assert.match(task.error?.message ?? '', new RegExp(signal))
      assert.equal(`${await outputOf(client, id)}`, 'before\n')
      await judgeActivity(site, task)
      await waitFor('no file of a run to be left', () => site.leftovers.length === 0)
    }
  },
}
