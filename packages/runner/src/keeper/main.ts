import { rmSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { createServer } from 'node:net'
import { LineSplitter } from '../json-lines.ts'
import { PID_FILE, writePidFile } from '../keeper-process.ts'
import { readProcess } from '../process-identity.ts'
import { claimFolder, releaseFolder } from './claim.ts'
import { Keeper } from './keeper.ts'
import { DEFAULT_IDLE_MS, KEEPER_SOCKET, type ToKeeper } from './protocol.ts'

/**
 * The keeper: the smallest process of a desktop. It owns the commands and outlives the runner, so
 * that a runner may crash, stop or be updated without a command noticing. Its current directory is
 * the runner folder, `argv[2]` the milliseconds after which it goes when it holds nothing. What it
 * prints is in `keeper.log`.
 */
const dir = process.cwd()
const self = readProcess(process.pid)!
process.title = 'mission-control-keeper'

// One fault must not end every command of the machine: say it and go on.
process.on('uncaughtException', (error) => console.error(error))
process.on('SIGHUP', () => console.error('SIGHUP: nothing to do'))

if (claimFolder(dir, self)) run()

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
    socket.on('error', (error) => console.error('A runner was cut off:', error.message))
    keeper.connect(socket)
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void keeper.close().then(leave))
  }
  // The claim is ours: whatever answered here is dead.
  rmSync(KEEPER_SOCKET, { force: true })
  // First, so that a keeper which can take a start is also known to be alive.
  writePidFile(dir, self)
  server.listen(KEEPER_SOCKET, flushCompileCache)
}
