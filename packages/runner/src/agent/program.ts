import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf, hasCode } from '../error-code.ts'
import { AgentFailure } from './failure.ts'
import { tidyingFor } from './tidying.ts'

/** How many characters of standard error are kept to explain the program's end. */
const ASIDE_MAX = 1_000
/** How long the program may take to end by itself, in ms. */
const END_WITHIN = 1_000
/** How long its last output may take to arrive after its end, in ms. */
const DRAIN_MS = 300

export interface ProgramOptions {
  /** The program's name, which begins sentences about it. */
  name: string
  argv: [file: string, ...args: string[]]
  /** Variables that it gets beside those of commands. */
  env: Record<string, string>
  /** Whether all that it has started is stopped with it. */
  wholeGroup: boolean
}

/** A program that is spoken to over its standard streams. */
export class Program {
  readonly stdin: Writable
  readonly stdout: Readable
  /** Rejects with an {@link AgentFailure} when it ends; it never resolves. */
  readonly ended: Promise<never>
  readonly #pid: number | undefined
  readonly #wholeGroup: boolean
  #aside = ''

  constructor({ name, argv: [file, ...args], env, wholeGroup }: ProgramOptions) {
    const child = spawn(file, args, {
      env: { ...process.env, ...env },
      detached: wholeGroup,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#pid = child.pid
    this.#wholeGroup = wholeGroup
    this.stdin = child.stdin
    this.stdout = child.stdout
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#aside = (this.#aside + text).slice(-ASIDE_MAX)
    })
    // If it reads no input, its end will say why.
    child.stdin.on('error', () => child.stdout.resume())
    this.ended = this.#endOf(child, name)
    // At the very end nobody waits for this promise any more.
    this.ended.catch(() => null)
  }

  async #endOf(child: ChildProcess, name: string): Promise<never> {
    const [code, signal] = await once(child, 'exit').catch((error) => {
      throw new AgentFailure('agent_error', `${name} can't be started (${codeOf(error)}).`)
    })
    // Processes that it has started may hold its streams for longer.
    await Promise.race([once(child, 'close'), sleep(DRAIN_MS)])
    const how = code === null ? `was stopped by ${signal}` : `ended with exit code ${code}`
    const aside = this.#aside.trim()
    throw new AgentFailure('agent_error', `${name} ${how}${aside && `: ${aside}`}`)
  }

  async stop(): Promise<void> {
    const ended = this.ended.catch(() => null)
    const tidying = tidyingFor()
    if (tidying === null) this.#signal('SIGTERM')
    await Promise.race([ended, sleep(tidying ?? END_WITHIN, undefined, { ref: false })])
    if (tidyingFor() === null) this.#signal('SIGKILL')
  }

  #signal(name: NodeJS.Signals): void {
    if (this.#pid === undefined) return
    try {
      process.kill(this.#wholeGroup ? -this.#pid : this.#pid, name)
    } catch (error) {
      if (!hasCode(error, 'ESRCH')) throw error
    }
  }
}
