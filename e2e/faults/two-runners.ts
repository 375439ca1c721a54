import assert from 'node:assert/strict'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../setup/folder.ts'
import { startProgram } from '../setup/processes.ts'
import type { Fault } from './harness/fault.ts'
import { randomJob, startJob } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import { Site } from './harness/site.ts'

/** The code with which a runner ends that was refused for good. */
const REFUSED = 3

export const twoRunners: Fault = {
  title:
    'a second runner with the same credential is refused in words, and the first loses nothing',
  rounds: { full: 20, short: 1 },
  async prepare(scope) {
    const site = await Site.start(scope)
    return async (random) => {
      const jobs = await Promise.all([0, 1, 2].map(() => startJob(site, randomJob(random))))
      const dir = join(temporaryFolder(scope), 'copy')
      if (random.chance(0.5)) copy(site.dir, dir)
      const second = startProgram(scope, ['runner', '--server', site.link.url, '--dir', dir], {
        MISSION_CONTROL_CREDENTIAL: site.desktop.credential,
      })
      assert.equal(await second.exited, REFUSED)
      assert.match(second.stderr(), /belongs to another runner/)
      await judge(site, jobs)
    }
  },
}

/** The whole folder, with what it says of commands that run, but for the name that was made in it. */
function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => !/(keeper|pipes)/.test(path) })
  rmSync(join(to, 'instance-id'))
}
