import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanUp, type Scope } from './cleanup.ts'
import { type Given, runScript } from './join-script.ts'
import { childrenOf } from './process-table.ts'
import type { TestServer } from './server.ts'
import { unlessGone } from './unless-gone.ts'

/** By what an upgrade's processes are known. */
const CALLED = ['--program', '--trial']
const START_AGAIN_AFTER = 200

/**
 * A machine of its own, as far as folders go, that has joined by the line. Its runner is started again whenever
 * it ends, as a service is.
 */
export class JoinedMachine {
  /** The installation, and the runner's folder in it. */
  readonly folder: string
  readonly desktopId: string
  #child: ReturnType<typeof spawn> | undefined
  #isOver = false
  #said = ''

  private constructor(folder: string, desktopId: string) {
    this.folder = folder
    this.desktopId = desktopId
  }

  /** `way`: how the machine reaches the server, where that is not by its address. */
  static async join(
    scope: Scope,
    { client, url }: TestServer,
    { args = [], ...way }: Partial<Given> = {},
  ): Promise<JoinedMachine> {
    const { token } = await client.desktops.joinTokens.create()
    const { status, stdout, stderr, folder } = await runScript(scope, {
      url,
      args: [token, ...args],
      ...way,
    })
    const [id] = /desktop_\w+/.exec(stdout) ?? []
    if (status !== 0 || id === undefined) throw new Error(`joining failed: ${stdout}${stderr}`)
    const machine = new JoinedMachine(folder, id)
    // The one that joining has started, in whose place ours comes.
    process.kill(JSON.parse(readFileSync(join(machine.dir, 'state.json'), 'utf8')).pid, 'SIGKILL')
    machine.#start()
    cleanUp(scope, () => machine.end())
    return machine
  }

  get dir(): string {
    return join(this.folder, 'desktop')
  }

  /** The version that the next start is of. */
  get current(): string {
    return readFileSync(join(this.folder, 'current'), 'utf8').trim()
  }

  /** What its runners have printed. */
  get said(): string {
    return this.#said
  }

  get pid(): number {
    return this.#child!.pid as number
  }

  /** Kills the runner, or what it has started to fetch or to try a version; whether there was anything. */
  kill(what: 'runner' | 'child'): boolean {
    const pids = what === 'runner' ? [this.pid] : CALLED.flatMap((by) => childrenOf(this.pid, by))
    for (const pid of pids) unlessGone(() => process.kill(pid, 'SIGKILL'))
    return pids.length > 0
  }

  async end(): Promise<void> {
    this.#isOver = true
    const child = this.#child!
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await once(child, 'exit')
    clearTimeout(timer)
  }

  #start(): void {
    const command = join(this.folder, 'bin/mission-control')
    const args = ['runner', '--dir', this.dir]
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (words) => {
        this.#said += words
      })
    }
    child.on('exit', () => {
      setTimeout(() => this.#isOver || this.#start(), START_AGAIN_AFTER)
    })
    this.#child = child
  }
}
