import { rmSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { createServer } from 'node:net'
import { LineSplitter } from '../json-lines.ts'
import { PID_FILE, writePidFile } from '../keeper-process.ts'
import { readProcess } from '../process-identity.ts'
import { claimFolder, releaseFolder } from './claim.ts'
import { Keeper } from './keeper.ts'
import { DEFAULT_IDLE_MS, KEEPER_SOCKET, type ToKeeper } from './protocol.ts'
import { say } from './say.ts'

/**
 * The keeper: the smallest process of a desktop. It owns the commands and outlives the runner, so
 * that a runner may crash, stop or be updated without a command noticing. Its current directory is
 * the runner folder, `argv[2]` the milliseconds after which it goes when it holds nothing, `argv[3]`
 * `cold` when its code is not in the compile cache yet. What it prints is in `keeper.log`.
 */
const dir = process.cwd()
const self = readProcess(process.pid)!
process.title = 'mission-control-keeper'

if (process.argv[3] === 'cold') startWarm()
if (claimFolder(dir, self)) run()

/** The same process again, now with its code in the cache. Returns where the system can't do that. */
function startWarm(): void {
  flushCompileCache()
  const [node, main, idleMs] = process.argv as [string, string, string]
  process.execve?.(node, [node, ...process.execArgv, main, idleMs, 'warm'], process.env)
}

function run(): void {
  const leave = () => {
    server.close()
    rmSync(KEEPER_SOCKET, { force: true })
    rmSync(PID_FILE, { force: true })
    releaseFolder(dir, self)
    process.exit(0)
  }
  const keeper = new Keeper({
    dir,
    idleMs: Number(process.argv[2] ?? DEFAULT_IDLE_MS),
    onIdle: leave,
  })
  const server = createServer((socket) => {
    const lines = new LineSplitter<ToKeeper>()
    socket.on('data', (bytes) => {
      for (const message of lines.add(bytes)) keeper.handle(message, socket)
    })
    socket.on('error', (error) => say(`A runner was cut off: ${error.message}`))
    keeper.connect(socket)
  })
  process.on('SIGHUP', () => say('SIGHUP: nothing to do'))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void keeper.close().then(leave))
  }
  // The claim is ours: whatever answered here is dead.
  rmSync(KEEPER_SOCKET, { force: true })
  // First, so that a keeper which can take a start is also known to be alive.
  writePidFile(dir, self)
  server.listen(KEEPER_SOCKET, () => {
    // From now on one fault must not end every command of the machine: say it and go on.
    process.on('uncaughtException', (error) => say(error.stack ?? String(error)))
  })
}
