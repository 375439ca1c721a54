import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { cleanUp, type Scope } from './cleanup.ts'
import { childrenOf } from './process-table.ts'

export interface Daemon {
  /** KILL, as a machine that loses power does to it; resolves when it has ended. */
  kill(): Promise<void>
  /** Starts it again; resolves when it takes connections. */
  start(): Promise<void>
  /** Stops it with all its processes until it is to go on: no connection ends by that, and none is answered. */
  pause(): void
  goOn(): void
}

interface Started {
  name: string
  /** What it says on standard error once it takes connections. */
  ready: string
  /** Ends it with its scope. */
  end: NodeJS.Signals
  spawn(): ChildProcessByStdio<null, null, Readable>
}

/** A program that others have made and that serves: it can die and be started again, and ends with its scope. */
export async function startDaemon(t: Scope, started: Started): Promise<Daemon> {
  let running = await untilReady(started)
  const endBy = async (signal: NodeJS.Signals) => {
    running.child.kill(signal)
    await running.ended
  }
  cleanUp(t, () => endBy(started.end))
  const signal = (signal: NodeJS.Signals) => {
    const pid = running.child.pid as number
    for (const each of [pid, ...childrenOf(pid, '')]) process.kill(each, signal)
  }
  return {
    kill: () => endBy('SIGKILL'),
    pause: () => signal('SIGSTOP'),
    goOn: () => signal('SIGCONT'),
    async start() {
      running = await untilReady(started)
    },
  }
}

async function untilReady({ name, ready, spawn }: Started) {
  const child = spawn()
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  const ended = once(child, 'close')
  while (!said.includes(ready)) {
    const isOver = await Promise.race([ended.then(() => true), once(child.stderr, 'data')])
    if (isOver === true) throw new Error(`${name} has not started:\n${said}`)
  }
  return { child, ended }
}
