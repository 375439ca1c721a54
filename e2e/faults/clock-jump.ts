import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from '../setup/folder.ts'
import type { Fault } from './harness/fault.ts'
import { randomJob, startJob } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import { preload } from './harness/native.ts'
import { Site } from './harness/site.ts'

const HOUR = 3600
const DAY = 24 * HOUR
/** By how much the date is off, in seconds. */
const JUMPS = [-DAY, -HOUR, -30, 30, HOUR, DAY, 400 * DAY]

export const clockJump: Fault = {
  title: 'with the date set forward and back on either machine nothing is lost, late or given up',
  rounds: { full: 50, short: 1 },
  async prepare(scope) {
    const folder = temporaryFolder(scope)
    const clocks = { server: join(folder, 'server'), runner: join(folder, 'runner') }
    const library = preload('clock')
    const environmentOf = (clock: string) => ({ LD_PRELOAD: library, FAULTS_CLOCK: clock })
    const site = await Site.start(scope, {
      server: { ...environmentOf(clocks.server), MISSION_CONTROL_LOST_AFTER: '60' },
      runner: environmentOf(clocks.runner),
    })
    return async (random) => {
      const jobs = [await startJob(site, { ...randomJob(random), pause: 0.1 })]
      for (let jumps = random.between(1, 3); jumps > 0; jumps--) {
        writeFileSync(random.pick(Object.values(clocks)), `${random.pick(JUMPS)}`)
        await sleep(random.between(0, 1500))
        if (random.chance(0.3)) site.link.cut()
        jobs.push(await startJob(site, { ...randomJob(random), pause: 0.1 }))
      }
      await judge(site, jobs)
      const { status } = await site.client.desktops.get(site.desktop.id)
      assert.equal(status, 'running')
      const events = await site.client.activity.list({ after: 0, limit: 1000 })
      assert.ok(events.every(({ type }) => type !== 'desktop.error'))
    }
  },
}
