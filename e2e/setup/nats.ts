import { spawn } from 'node:child_process'
import type { Scope } from './cleanup.ts'
import { type Daemon, startDaemon } from './daemon.ts'
import { programOf } from './debian.ts'
import { freePort } from './port.ts'

export interface Nats extends Daemon {
  url: string
}

/** A private nats-server on a loopback port; `more`: further arguments. It ends with its scope. */
export async function startNats(t: Scope, more: string[] = []): Promise<Nats> {
  const program = programOf('nats-server', 'NATS_SERVER')
  const port = await freePort()
  const args = ['--addr', '127.0.0.1', '--port', String(port), ...more]
  const daemon = await startDaemon(t, {
    name: 'NATS',
    ready: 'Server is ready',
    end: 'SIGKILL',
    spawn: () => spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] }),
  })
  return { url: `nats://127.0.0.1:${port}`, ...daemon }
}
