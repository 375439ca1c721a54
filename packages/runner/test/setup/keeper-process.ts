import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join, relative } from 'node:path'
import type { TestContext } from 'node:test'
import type { RunEnd } from '@mission-control/protocol/runner'
import { encodeLine } from '../../src/json-lines.ts'
import { type CommandRequest, KEEPER_SOCKET, type ToKeeper } from '../../src/keeper/protocol.ts'
import { type ProcessIdentity, readProcess } from '../../src/process-identity.ts'
import { findProcesses } from '../../src/process-tree.ts'
import { RunFile, runsFolder } from '../../src/run-file.ts'
import { readRunFile } from '../../src/run-file-reader.ts'
import { SpoolReader } from '../../src/spool/reader.ts'
import { stopProcesses } from '../../src/stop-processes.ts'
import { makeFolder } from './folder.ts'
import { until } from './until.ts'

const MAIN = join(import.meta.dirname, '../../src/keeper/main.ts')

/** A keeper as a process of its own, spoken to as a runner does. */
export class KeeperProcess implements ProcessIdentity {
  readonly dir: string
  readonly pid: number
  readonly startTime: number
  readonly #t: TestContext
  readonly #process: ChildProcess
  readonly #runs = new Set<string>()
  /** A run's processes are found by its id, so it must be no other test's. */
  readonly #tag = `.${randomUUID()}`
  #socket: Socket | null = null

  private constructor(t: TestContext, dir: string, idleMs: number, place = 'alone') {
    this.#t = t
    this.dir = dir
    this.#process = spawn(process.execPath, [MAIN, `${idleMs}`, 'warm', place], {
      cwd: dir,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { PATH: process.env.PATH },
    })
    this.pid = this.#process.pid!
    this.startTime = readProcess(this.pid)!.startTime
    t.after(() => this.#clear())
  }

  static async start(
    t: TestContext,
    { idleMs = 60_000, place = 'alone' } = {},
  ): Promise<KeeperProcess> {
    const dir = makeFolder()
    mkdirSync(runsFolder(dir))
    const keeper = new KeeperProcess(t, dir, idleMs, place)
    t.after(() => rmSync(dir, { recursive: true, force: true }))
    await keeper.connect()
    return keeper
  }

  /** Another one for the same folder. */
  rival(): KeeperProcess {
    return new KeeperProcess(this.#t, this.dir, 60_000)
  }

  async connect(): Promise<void> {
    await until(() => {
      if (this.#socket !== null) return this.#socket.readyState === 'open'
      const socket = connect(relative(process.cwd(), join(this.dir, KEEPER_SOCKET)))
      socket.on('error', () => {
        this.#socket = null
      })
      socket.resume()
      this.#socket = socket
      return false
    })
  }

  disconnect(): void {
    this.#socket?.destroy()
  }

  start(runId: string, command: string, more: Partial<CommandRequest> = {}): void {
    this.#runs.add(runId)
    this.#send({
      type: 'start',
      runId: runId + this.#tag,
      command,
      cwd: this.dir,
      env: { PATH: process.env.PATH!, MISSION_CONTROL_RUN_ID: runId + this.#tag },
      outputLimit: 1024 * 1024,
      ...more,
    })
  }

  /** A Node program as an agent, with what it finds on its standard input. */
  startAgent(runId: string, program: string, input: string): void {
    this.#runs.add(runId)
    this.#send({
      type: 'startAgent',
      runId: runId + this.#tag,
      argv: [process.execPath, '-e', program],
      input,
      cwd: this.dir,
      env: { PATH: process.env.PATH!, MISSION_CONTROL_RUN_ID: runId + this.#tag },
      outputLimit: 1024 * 1024,
    })
  }

  kill(runId: string, graceMs?: number): void {
    this.#send({ type: 'kill', runId: runId + this.#tag, graceMs })
  }

  end(runId: string): RunEnd | null {
    return readRunFile(new RunFile(this.dir, runId + this.#tag).path).ended?.end ?? null
  }

  async ended(runId: string): Promise<RunEnd> {
    await until(() => this.end(runId) !== null)
    return this.end(runId)!
  }

  /** `<stream> <text>` of each record; neighbours of one stream are joined. */
  output(runId: string): string[] {
    const reader = new SpoolReader(new RunFile(this.dir, runId + this.#tag).spool)
    const parts: [stream: string, text: string][] = []
    for (let records = reader.read(); records.length > 0; records = reader.read()) {
      for (const { stream, data } of records) {
        const last = parts.at(-1)
        if (last?.[0] === stream) last[1] += Buffer.from(data)
        else parts.push([stream, `${Buffer.from(data)}`])
      }
    }
    reader.close()
    return parts.map((part) => part.join(' '))
  }

  processesOf(runId: string): number {
    return findProcesses({ runId: runId + this.#tag, leader: null }).length
  }

  async exited(): Promise<void> {
    await until(() => this.#process.exitCode !== null || this.#process.signalCode !== null)
  }

  #send(message: ToKeeper): void {
    this.#socket?.write(encodeLine(message))
  }

  async #clear(): Promise<void> {
    this.#socket?.destroy()
    this.#process.kill('SIGINT')
    await this.exited()
    for (const runId of this.#runs)
      await stopProcesses({ runId: runId + this.#tag, leader: null }, { graceMs: 0 })
  }
}
