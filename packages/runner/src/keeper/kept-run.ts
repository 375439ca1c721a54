import { closeSync, existsSync } from 'node:fs'
import { Socket } from 'node:net'
import type { RunEnd, RunStream } from '@mission-control/protocol/runner'
import { codeOf, hasCode, isShortage } from '../error-code.ts'
import { type ProcessIdentity, readProcess } from '../process-identity.ts'
import type { RunFile, RunLine } from '../run-file.ts'
import { withoutOutput } from '../without-output.ts'
import { deadline } from './deadline.ts'
import type { Pipe, Pipes } from './pipes.ts'
import type { StartRequest } from './protocol.ts'
import { say } from './say.ts'
import { spawnRun } from './spawn-run.ts'
import { SpoolWriter } from './spool-writer.ts'

/** How long output may still come after the main process has ended. */
const OUTPUT_AFTER_EXIT_MS = 2000
/**
 * The wait between reads of output that nobody keeps, in ms: the command goes on at some 50 MB a
 * second, and leaves room for others.
 */
const DROPPED_EVERY_MS = 1
/** Between attempts to record an end on a disk that takes nothing. */
const RECORD_AGAIN_MS = 1000
const IDENTIFY_AGAIN_MS = 100
/** How often the end waits until the marker for missing output can be written. */
const MARKER_ATTEMPTS = 5

export interface KeptRunEvents {
  /** There is something new on disk; `urgent` unless it may wait a little for what follows. */
  changed(urgent: boolean): void
  /** Everything that belongs to the run is to be stopped. */
  stop(): void
  /**
   * No process could be made because something was short. The run's file is gone, so the start may
   * be asked for again.
   */
  unstarted(why: string): void
  /** The end is recorded and nobody holds the pipes any more. */
  gone(): void
}

export interface KeptRunSurroundings extends KeptRunEvents {
  /** Claimed by now. */
  file: RunFile
  pipes: Pipes
  /** One buffer for all runs: each read is handled before the next one. */
  readBuffer: Buffer
}

/** One command or agent from its start to the last byte that anybody may still write into its pipes. */
export class KeptRun {
  readonly #request: StartRequest
  readonly #around: KeptRunSurroundings
  readonly #writer: SpoolWriter
  /** Null: none was made. */
  #process: { pid: number; at: number } | null = null
  #leader: ProcessIdentity | null = null
  #end: RunEnd | null = null
  /** No process was made, and this object will make none. */
  #isUnstarted = false
  #openPipes = 0
  #timer: NodeJS.Timeout | undefined
  #callOffDeadline: (() => void) | undefined
  #timedOut = false
  /** Whether what belongs to the run is being stopped. */
  #stopping = false
  /** When its output was closed and its end known. */
  #endedAt: number | null = null
  /** Whether the end is written, or about to be. */
  #isEndSaid = false
  readonly #unwritten: RunLine[] = []
  #attempts = 0
  #recorded = false

  constructor(request: StartRequest, around: KeptRunSurroundings) {
    this.#request = request
    this.#around = around
    this.#writer = new SpoolWriter(around.file.spool, request.outputLimit)
  }

  get leader(): ProcessIdentity | null {
    return this.#leader
  }

  get ended(): boolean {
    return this.#recorded
  }

  start(): void {
    let pipes: Pipe[] = []
    try {
      const [stdout, stderr] = this.#around.pipes.takePair()
      pipes = [stdout, stderr]
      const pid = this.#spawn(stdout, stderr)
      // Without a pid an `error` event follows that says why.
      if (pid === undefined) return
      this.#process = { pid, at: Date.now() }
      pipes = [stderr]
      this.#read(this.#request.type === 'start' ? 'stdout' : 'agent', stdout)
      pipes = []
      this.#read('stderr', stderr)
      this.#started()
    } catch (error) {
      if (this.#process === null) this.#failed(error)
      else {
        // The command runs, but its output can't be read.
        say(`${this.#request.runId} cannot be read: ${codeOf(error)}`)
        this.#around.stop()
      }
    } finally {
      for (const pipe of pipes) {
        closeSync(pipe.read)
        this.#around.pipes.giveBack(pipe)
      }
    }
  }

  /** The child has its own copies of the write ends; ours would keep the pipes from ever closing. */
  #spawn(stdout: Pipe, stderr: Pipe): number | undefined {
    try {
      return spawnRun(this.#request, stdout.write, stderr.write, {
        failed: (error) => this.#failed(error),
        exited: (exitCode, signal) => this.#exited(exitCode, signal),
      })
    } finally {
      closeSync(stdout.write)
      closeSync(stderr.write)
    }
  }

  /** The end waits until nothing is left that could still act, or until that is given up. */
  async stopping(stop: Promise<unknown>): Promise<void> {
    this.#stopping = true
    await stop
    this.#stopping = false
    if (this.#end !== null) this.#finish()
  }

  #started(): void {
    this.#identify()
    const { timeoutMs } = this.#request
    if (timeoutMs === undefined) return
    this.#callOffDeadline = deadline(timeoutMs, () => {
      this.#timedOut = true
      this.#around.stop()
    })
  }

  /**
   * Without a descriptor to read its identity this waits: as a child of this process it can't get
   * lost.
   */
  #identify(): void {
    if (this.#process === null || this.#leader !== null) return
    const { pid, at } = this.#process
    try {
      this.#leader = { pid, startTime: readProcess(pid)?.startTime ?? 0 }
    } catch (error) {
      say(`${this.#request.runId} is not known yet: ${codeOf(error)}`)
      if (this.#end === null) {
        setTimeout(() => this.#identify(), IDENTIFY_AGAIN_MS)
        return
      }
      this.#leader = { pid, startTime: 0 }
    }
    this.#write({ t: 'started', ...this.#leader, at })
    this.#around.changed(false)
  }

  #read(stream: RunStream, pipe: Pipe): void {
    this.#openPipes++
    const socket = new Socket({
      fd: pipe.read,
      readable: true,
      writable: false,
      onread: {
        buffer: this.#around.readBuffer,
        callback: (bytes, buffer) => {
          if (this.#keep(stream, Buffer.from(buffer.buffer, buffer.byteOffset, bytes))) return true
          setTimeout(() => socket.resume(), DROPPED_EVERY_MS)
          return false
        },
      },
    })
    socket.on('error', (error) => say(`${this.#request.runId} ${stream}: ${error}`))
    socket.on('close', () => {
      this.#around.pipes.giveBack(pipe)
      this.#pipeClosed()
    })
  }

  /** Writes output to the spool; false if it is dropped. */
  #keep(stream: RunStream, bytes: Buffer): boolean {
    if (this.#endedAt !== null || !this.#writer.append(stream, bytes)) return false
    this.#around.changed(true)
    return true
  }

  #pipeClosed(): void {
    this.#openPipes--
    if (this.#openPipes > 0) return
    if (this.#recorded) this.#around.gone()
    else if (this.#end !== null) this.#record()
  }

  #exited(exitCode: number | null, signal: NodeJS.Signals | null): void {
    this.#callOffDeadline?.()
    this.#end = this.#timedOut
      ? timedOut(this.#request)
      : exitCode === null
        ? { kind: 'signaled', signal: signal ?? 'SIGKILL' }
        : { kind: 'exited', exitCode }
    this.#identify()
    // A success may leave something running on purpose. What a failed agent host leaves is what it
    // could not stop, because it was killed or was the only one told to stop.
    if (exitCode !== 0 && this.#request.type === 'startAgent') this.#around.stop()
    this.#finish()
  }

  /** Its end is known; output may still be on its way. */
  #finish(): void {
    clearTimeout(this.#timer)
    if (this.#openPipes === 0) this.#record()
    else this.#timer = setTimeout(() => this.#record(), OUTPUT_AFTER_EXIT_MS)
  }

  #failed(error: unknown): void {
    if (this.#end !== null || this.#isUnstarted) return
    if (this.#process === null && isShortage(error) && this.#isTakenBack()) {
      this.#isUnstarted = true
      this.#around.unstarted(`The command could not be started: ${codeOf(error)}.`)
      return
    }
    const { cwd } = this.#request
    // The system reports a missing directory as a missing shell.
    const message =
      hasCode(error, 'ENOENT') && !existsSync(cwd)
        ? `The working directory ${cwd} does not exist.`
        : `The command could not be started: ${codeOf(error)}.`
    this.#end = { kind: 'failed', code: 'spawn_failed', message }
    this.#record()
  }

  /** Removes the claim; where that fails the run can only end. */
  #isTakenBack(): boolean {
    try {
      this.#around.file.remove()
      return true
    } catch (error) {
      say(`${this.#request.runId} could not be taken back: ${codeOf(error)}`)
      return false
    }
  }

  /** On a disk that takes nothing the run stays until it does: its end must not get lost. */
  #record(): void {
    if (this.#recorded || this.#end === null || this.#stopping) return
    clearTimeout(this.#timer)
    if (!this.#writeEnd(this.#end)) {
      this.#timer = setTimeout(() => this.#record(), RECORD_AGAIN_MS)
      return
    }
    this.#writer.close()
    this.#around.file.close()
    this.#recorded = true
    this.#around.changed(true)
    if (this.#openPipes === 0) this.#around.gone()
  }

  /** False when the disk doesn't take it now. */
  #writeEnd(end: RunEnd): boolean {
    this.#endedAt ??= Date.now()
    const unmarked = this.#writer.finish()
    if (unmarked !== null && ++this.#attempts < MARKER_ATTEMPTS) return false
    if (!this.#isEndSaid) {
      const said =
        unmarked === null
          ? end
          : withoutOutput(end, `A part of the output could not be stored: ${unmarked}.`)
      this.#unwritten.push({ t: 'end', end: said, at: this.#endedAt })
    }
    this.#isEndSaid = true
    return this.#write()
  }

  /** The lines that are still to be written, and this one; false when the disk doesn't take them. */
  #write(line?: RunLine): boolean {
    if (line !== undefined) this.#unwritten.push(line)
    try {
      for (const next of [...this.#unwritten]) {
        this.#around.file.write(next)
        this.#unwritten.shift()
      }
      return true
    } catch (error) {
      say(`${this.#request.runId} could not be recorded: ${codeOf(error)}`)
      return false
    }
  }
}

function timedOut({ timeoutMs = 0 }: StartRequest): RunEnd {
  const message = `The command had not ended after ${timeoutMs / 1000} s, which is its time-out.`
  return { kind: 'failed', code: 'timed_out', message }
}
