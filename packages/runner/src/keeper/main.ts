import { flushCompileCache } from 'node:module'
import { readProcess } from '../process-identity.ts'
import { claimFolder } from './claim.ts'
import { DEFAULT_IDLE_MS, KEEPER_VERSION } from './protocol.ts'
import { serveKeeper } from './serve.ts'

/**
 * The keeper: the smallest process of a desktop. It owns the commands and outlives the runner, so
 * that a runner may crash, stop or be updated without a command noticing. Its current directory is
 * the runner folder, `argv[2]` the milliseconds after which it goes when it holds nothing, `argv[3]`
 * `cold` when its code is not in the compile cache yet, `argv[4]` `service` in a service of systemd. What
 * it prints is in `keeper.log`.
 */
const dir = process.cwd()
const self = readProcess(process.pid)!
process.title = 'mission-control-keeper'

if (process.argv[3] === 'cold') startWarm()
if (claimFolder(dir, self)) {
  serveKeeper({
    dir,
    self,
    idleMs: Number(process.argv[2] ?? DEFAULT_IDLE_MS),
    version: KEEPER_VERSION,
    inService: process.argv[4] === 'service',
  })
}

/** The same process again, now with its code in the cache. Returns where the system can't do that. */
function startWarm(): void {
  flushCompileCache()
  const [node, main, idleMs, , place] = process.argv as [string, string, string, string, string]
  process.execve?.(node, [node, ...process.execArgv, main, idleMs, 'warm', place], process.env)
}
