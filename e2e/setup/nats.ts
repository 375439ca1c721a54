import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cleanUp, type Scope } from './cleanup.ts'
import { freePort } from './port.ts'

const SCRIPT = join(import.meta.dirname, '../../scripts/debian-program.sh')

export interface Nats {
  url: string
  /** KILL; resolves when it has ended. */
  kill(): Promise<void>
  /** Starts it again on the same port; resolves when it takes connections. */
  start(): Promise<void>
}

/** A private nats-server on a loopback port; `more`: further arguments. It ends with its scope. */
export async function startNats(t: Scope, more: string[] = []): Promise<Nats> {
  const { stdout } = await promisify(execFile)('sh', [SCRIPT, 'nats-server', 'NATS_SERVER'])
  const port = await freePort()

  async function start() {
    const args = ['--addr', '127.0.0.1', '--port', String(port), ...more]
    const child = spawn(stdout.trim(), args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text
    })
    const ended = once(child, 'close')
    while (!said.includes('Server is ready')) {
      const isOver = await Promise.race([ended.then(() => true), once(child.stderr, 'data')])
      if (isOver === true) throw new Error(`NATS has not started:\n${said}`)
    }
    return { child, ended }
  }

  let running = await start()
  cleanUp(t, async () => {
    running.child.kill('SIGKILL')
    await running.ended
  })
  return {
    url: `nats://127.0.0.1:${port}`,
    async kill() {
      running.child.kill('SIGKILL')
      await running.ended
    },
    async start() {
      running = await start()
    },
  }
}
