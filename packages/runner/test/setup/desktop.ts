import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { livingKeeper } from '../../src/keeper-process.ts'
import { findProcesses } from '../../src/process-tree.ts'
import { RunFile } from '../../src/run-file.ts'
import { FakeServer } from './fake-server.ts'
import { makeFolder } from './folder.ts'
import { until } from './until.ts'

const RUNNER = join(import.meta.dirname, '../fixtures/runner.ts')

/** A server, a runner folder, and runner processes on it; afterwards no process may be left. */
export class Desktop {
  readonly dir: string
  readonly server: FakeServer
  /** What the runner printed. */
  printed = ''
  runner: ChildProcess | null = null
  readonly #options: object
  readonly #descriptors: number | null

  private constructor(
    dir: string,
    server: FakeServer,
    options: object,
    descriptors: number | null,
  ) {
    this.dir = dir
    this.server = server
    this.#options = options
    this.#descriptors = descriptors
  }

  /** `descriptors`: how many files each of its processes may have open. */
  static async start(
    t: TestContext,
    options: object = {},
    descriptors: number | null = null,
  ): Promise<Desktop> {
    const desktop = new Desktop(makeFolder(), await FakeServer.start(), options, descriptors)
    t.after(() => desktop.#clear())
    await desktop.startRunner()
    return desktop
  }

  /** Starts a runner, and waits until it is connected. */
  async startRunner(): Promise<void> {
    const { length } = this.server.hellos
    this.spawnRunner()
    await this.server.connected(length + 1)
  }

  spawnRunner(): ChildProcess {
    const options = {
      dir: this.dir,
      serverUrl: this.server.url,
      credential: 'secret',
      keeperIdleMs: 300,
      ...this.#options,
    }
    const env = { ...process.env, MISSION_CONTROL_API_KEY: 'secret' }
    const args = [RUNNER, JSON.stringify(options)]
    const limited = ['-c', 'ulimit -n "$1"; shift; exec "$@"', 'sh', `${this.#descriptors}`]
    const command = [process.execPath, ...args]
    const [file = '', ...rest] = this.#descriptors ? ['/bin/sh', ...limited, ...command] : command
    this.runner = spawn(file, rest, { env, stdio: ['ignore', 'inherit', 'pipe'] })
    this.runner.stderr!.on('data', (bytes) => {
      this.printed += bytes
    })
    return this.runner
  }

  async endRunner(signal: NodeJS.Signals): Promise<void> {
    const runner = this.runner
    if (runner === null) return
    runner.kill(signal)
    await until(() => runner.exitCode !== null || runner.signalCode !== null)
    this.runner = null
  }

  keeperPid(): number {
    return livingKeeper(this.dir)?.pid ?? 0
  }

  fileOf(runId: string): string {
    return new RunFile(this.dir, this.server.idOf(runId)).path
  }

  processesOf(runId: string): number[] {
    return findProcesses({ runId: this.server.idOf(runId), leader: null }).map(({ pid }) => pid)
  }

  async #clear(): Promise<void> {
    try {
      await this.endRunner('SIGTERM')
      const pid = this.keeperPid()
      if (pid > 0) process.kill(pid, 'SIGINT')
      await until(
        () => livingKeeper(this.dir) === null,
        () => `keeper ${pid} lives`,
      )
      for (const runId of this.server.runs.keys()) {
        assert.deepEqual(this.processesOf(runId), [], `${runId} has left processes behind`)
      }
    } finally {
      await this.server.stop()
      // A keeper that was just being started may still be putting files there.
      rmSync(this.dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    }
  }
}
