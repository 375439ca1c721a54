import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { LineSplitter } from '../json-lines.ts'
import { PID_FILE, writePidFile } from '../keeper-process.ts'
import type { ProcessIdentity } from '../process-identity.ts'
import { releaseFolder } from './claim.ts'
import { Keeper } from './keeper.ts'
import { KEEPER_SOCKET, type ToKeeper } from './protocol.ts'
import { say } from './say.ts'

export interface ServeOptions {
  /** Claimed by this process, and its current directory. */
  dir: string
  self: ProcessIdentity
  idleMs: number
  version: number
  /** Whether it belongs to a service of systemd. */
  inService: boolean
}

/** Makes this process the folder's keeper, until it holds nothing for long enough or is told to stop. */
export function serveKeeper({ dir, self, idleMs, version, inService }: ServeOptions): void {
  const leave = () => {
    server.close()
    try {
      rmSync(KEEPER_SOCKET, { force: true })
      rmSync(PID_FILE, { force: true })
      releaseFolder(dir, self)
    } catch (error) {
      say(`What this keeper left in its folder could not be removed: ${error}`)
    }
    process.exit(0)
  }
  const keeper = new Keeper({
    dir,
    idleMs,
    version,
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
  const endAll = () => void keeper.close().then(leave)
  process.once('SIGINT', endAll)
  if (!inService) process.once('SIGTERM', endAll)
  else {
    // systemd sends TERM to all processes of the service; a second one would cut their tidying up
    // short.
    process.on('SIGTERM', () => {
      say('SIGTERM to the service: the commands got it as well; leaving when they have ended')
      keeper.leave()
    })
  }
  // The claim is ours: whatever answered here is dead.
  rmSync(KEEPER_SOCKET, { force: true })
  // Before it listens, so that a keeper which accepts a start is also known to be alive.
  writePidFile(dir, self)
  server.listen(KEEPER_SOCKET, () => {
    // From now on a bug must not end every command of the machine: log it and go on.
    process.on('uncaughtException', (error) => say(error.stack ?? String(error)))
  })
}
