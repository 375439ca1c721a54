import {
  closeSync,
  existsSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from '../error-code.ts'
import {
  apply,
  compact,
  encodeLines,
  JournalError,
  type JournalLine,
  type JournalState,
  readLines,
  type StartLine,
} from './lines.ts'

const COMPACT_AT_BYTES = 1024 * 1024

interface Waiting {
  line: StartLine
  done: PromiseWithResolvers<void>
}

/**
 * The runner's memory: which starts it has accepted, and so which it must never accept again.
 * A start is on disk before `start` resolves; starts that arrive together share one fdatasync, which
 * costs about 0.15 ms on an SSD and many times that on other disks.
 */
export class Journal {
  readonly #path: string
  readonly #state: JournalState
  #fd = -1
  #size = 0
  #compactAt = COMPACT_AT_BYTES
  #waiting: Waiting[] = []
  #syncing = false
  #closed = false

  /** Throws {@link JournalError} when the file at `path` is damaged other than at its end. */
  constructor(path: string) {
    this.#path = path
    this.#state = read(path)
    this.#compact()
  }

  get highestDispatch(): number {
    return this.#state.highest
  }

  /** The runs that are not forgotten, oldest first. */
  get live(): Iterable<StartLine> {
    return this.#state.live.values()
  }

  /** Counts as the highest dispatch at once; resolves when it is durable. */
  start(line: StartLine): Promise<void> {
    apply(this.#state, line)
    const done = Promise.withResolvers<void>()
    this.#waiting.push({ line, done })
    // Not yet: all starts that the server sent together come in this turn of the loop.
    if (this.#waiting.length === 1 && !this.#syncing) setImmediate(() => this.#sync())
    return done.promise
  }

  /** Not synced: a run that is remembered by mistake is reported once more, and dropped. */
  forget(runId: string): void {
    if (!this.#state.live.has(runId)) return
    const line: JournalLine = { t: 'forget', runId }
    apply(this.#state, line)
    if (this.#closed) return
    const settled = !this.#syncing && this.#waiting.length === 0
    if (this.#size > this.#compactAt && settled) this.#compact()
    else this.#append([line])
  }

  close(): void {
    this.#closed = true
    if (!this.#syncing) closeSync(this.#fd)
  }

  #sync(): void {
    if (this.#closed) return
    const batch = this.#waiting
    this.#waiting = []
    try {
      this.#append(batch.map(({ line }) => line))
    } catch (error) {
      this.#failed(batch, error)
      return
    }
    this.#syncing = true
    fdatasync(this.#fd, (error) => {
      this.#syncing = false
      if (error === null) for (const { done } of batch) done.resolve()
      else this.#withdraw(batch, error)
      if (this.#closed) closeSync(this.#fd)
      else if (this.#waiting.length > 0) this.#sync()
    })
  }

  /** They may be on disk or not: what is read back must not take them for starts to be made. */
  #withdraw(batch: Waiting[], cause: unknown): void {
    let failure = cause
    try {
      this.#append(batch.map(({ line: { runId } }) => ({ t: 'forget', runId })))
    } catch (error) {
      failure = error
    }
    this.#failed(batch, failure)
  }

  /** Their numbers stay used up; the server sends a task that is run again with a new one. */
  #failed(batch: Waiting[], cause: unknown): void {
    for (const { line, done } of batch) {
      this.#state.live.delete(line.runId)
      done.reject(new JournalError(`The journal cannot be written: ${codeOf(cause)}`, { cause }))
    }
  }

  #append(lines: readonly JournalLine[]): void {
    const bytes = Buffer.from(encodeLines(lines))
    let written = 0
    try {
      written = writeSync(this.#fd, bytes, 0, bytes.length, this.#size)
    } finally {
      // Half a line would make the next one unreadable.
      if (written < bytes.length) ftruncateSync(this.#fd, this.#size)
    }
    if (written < bytes.length) throw new JournalError('the disk is full')
    this.#size += written
  }

  /** Writes a new file beside the old one and swaps them: there is a whole journal at any moment. */
  #compact(): void {
    const unfinished = `${this.#path}.new`
    const fd = openSync(unfinished, 'w', 0o600)
    const bytes = Buffer.from(encodeLines(compact(this.#state)))
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, undefined, at)
    fsyncSync(fd)
    renameSync(unfinished, this.#path)
    syncFolder(dirname(this.#path))
    if (this.#fd >= 0) closeSync(this.#fd)
    this.#fd = fd
    this.#size = bytes.length
    // Where many runs wait, the live lines alone may be more than the limit.
    this.#compactAt = Math.max(COMPACT_AT_BYTES, 2 * bytes.length)
  }
}

function read(path: string): JournalState {
  try {
    return readLines(existsSync(path) ? readFileSync(path, 'utf8') : '')
  } catch (cause) {
    if (!(cause instanceof JournalError)) throw cause
    throw new JournalError(
      `The journal ${path} is damaged: ${cause.message}. Without it a run could be started twice: restore it, or use a new folder (and credential) for this desktop.`,
    )
  }
}

function syncFolder(path: string): void {
  const fd = openSync(path, 'r')
  fsyncSync(fd)
  closeSync(fd)
}
