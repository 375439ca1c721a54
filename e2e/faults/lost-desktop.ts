import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { processesOf, zombiesOf } from '../setup/process-table.ts'
import { waitFor } from '../setup/wait.ts'
import type { Fault } from './harness/fault.ts'
import { judgeActivity } from './harness/judge.ts'
import { Site } from './harness/site.ts'

/** A tree that no one signal reaches: other sessions, other groups, parents that are gone. */
const TREE = `setsid sleep 1000 &
(setsid sh -c 'sleep 1000 & sleep 1000' &)
(sh -c "trap '' TERM; sleep 1000; :" &)
sleep 1000`
const PROCESSES = 8

const NOTICED_WITHIN_MS = 30_000

export const lostDesktop: Fault = {
  title: 'a dark link is noticed, a cancel stops whole trees, and coming back resurrects nothing',
  rounds: { full: 50, short: 1 },
  async prepare(scope) {
    const site = await Site.start(scope)
    return async (random) => {
      const { client, desktop, link } = site
      const [told, untold] = await client.tasks.createBatch({
        tasks: [0, 1].map(() => ({ type: 'command', content: TREE, desktopId: desktop.id })),
        run: true,
      })
      for (const { id } of [told!, untold!]) {
        await waitFor('the tree', () => processesOf(id).length === PROCESSES)
      }
      // One is cancelled while the desktop can be told, the other one while it can't.
      await client.tasks.cancel(told!.id)
      await sleep(random.between(0, 300))
      link.darken()
      await waitFor(
        'the silence to be noticed',
        async () => (await client.desktops.get(desktop.id)).status === 'error',
        NOTICED_WITHIN_MS,
      )
      const cancelled = await client.tasks.cancel(untold!.id).catch(() => null)
      await waitFor('the tree that was told', () => processesOf(told!.id).length === 0)
      link.lighten()
      await waitFor('the tree that was not told', () => processesOf(untold!.id).length === 0)
      await waitFor('no file of a run to be left', () => site.leftovers.length === 0)
      await site.connected()
      assert.deepEqual(site.keeper === null ? [] : zombiesOf(site.keeper), [])
      assert.ok(cancelled)
      for (const { id } of [told!, untold!]) {
        const task = await client.tasks.get(id)
        assert.equal(task.status, 'cancelled')
        await judgeActivity(site, task)
      }
    }
  },
}
