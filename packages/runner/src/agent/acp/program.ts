import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Stream } from '@agentclientprotocol/sdk'
import { ndJsonStream } from '@agentclientprotocol/sdk'
import type { AcpConfiguration } from '../configuration.ts'
import { AgentFailure } from '../failure.ts'

/** Of what it prints aside, so many characters are kept to explain its end. */
const ASIDE_MAX = 1_000
/** It has so long to end by itself, in ms. */
const END_WITHIN = 1_000

/** The agent's program, with a connection over its standard streams. */
export class Program {
  readonly stream: Stream
  /** Rejects with an {@link AgentFailure} when it ends; it never resolves. */
  readonly ended: Promise<never>
  readonly #child: ReturnType<typeof start>
  #aside = ''

  constructor({ command, env }: AcpConfiguration) {
    const child = start(command, env)
    this.#child = child
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#aside = (this.#aside + text).slice(-ASIDE_MAX)
    })
    // Its end says more than that it takes nothing.
    child.stdin.on('error', () => child.stdout.resume())
    this.stream = ndJsonStream(
      Writable.toWeb(child.stdin),
      Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>,
    )
    this.ended = once(child, 'close').then(([code, signal]) => {
      const how = code === null ? `was stopped by ${signal}` : `ended with exit code ${code}`
      const aside = this.#aside.trim()
      throw new AgentFailure('agent_error', `The agent's program ${how}${aside && `: ${aside}`}`)
    })
    // Whoever waits for it hears of it; at the very end nobody does.
    this.ended.catch(() => null)
  }

  async stop(): Promise<void> {
    const ended = this.ended.catch(() => null)
    this.#child.kill('SIGTERM')
    await Promise.race([ended, sleep(END_WITHIN, undefined, { ref: false })])
    this.#child.kill('SIGKILL')
  }
}

/** In the group of this process, so that it is stopped with it. */
function start(command: string, env: Record<string, string>) {
  return spawn('/bin/sh', ['-c', `exec ${command}`], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}
