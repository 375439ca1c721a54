import {
  closeSync,
  existsSync,
  fdatasync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { Replacement } from '@mission-control/durable'
import { codeOf } from '../error-code.ts'
import {
  apply,
  compact,
  encodeLine,
  isStart,
  JournalError,
  type JournalLine,
  type JournalState,
  type Place,
  type ReadJournal,
  readLines,
  type StartLine,
  withdrawn,
} from './lines.ts'

const COMPACT_AT_BYTES = 1024 * 1024
/** The wait between attempts to remove a refused start from the file, in ms. */
const WITHDRAW_AGAIN_MS = 250

interface Waiting {
  line: StartLine
  done: PromiseWithResolvers<void>
}

/**
 * The runner's memory: which starts it has accepted, and so must never accept again. A start is on
 * disk before `start` resolves; starts that arrive together share one fdatasync, which costs about
 * 0.15 ms on an SSD and many times that on other disks. A runner also starts on a disk that takes
 * nothing: it reads what is there, and refuses each start that it can't write down. It refuses only
 * once the file no longer names the start, because the next runner starts what the file names.
 */
export class Journal {
  readonly #path: string
  readonly #state: JournalState
  #fd = -1
  /** Bytes of whole lines. Anything after them is cut off before the next line is added. */
  #size: number
  /**
   * What may follow the whole lines: the rest that a crash left, or starts that the disk took only
   * in part.
   */
  #behind: 'nothing' | 'rest' | 'starts' = 'rest'
  /** The places of the lines that name runs to the next runner. */
  readonly #places: Map<string, Place>
  #compactAt = COMPACT_AT_BYTES
  /** The file that has taken the name, until the name is durable. */
  #notDurable: Replacement | null = null
  /** A sync has failed, so nobody knows what the disk holds: the file has to be written anew. */
  #isDoubtful = false
  /** Why the disk takes nothing, at the start. */
  readonly problem: unknown = null
  #waiting: Waiting[] = []
  #syncing = false
  #closed = false

  /** Throws {@link JournalError} when the file at `path` is damaged other than at its end. */
  constructor(path: string) {
    this.#path = path
    const { state, size, places } = read(path)
    this.#state = state
    this.#size = size
    this.#places = places
    try {
      this.#compact()
    } catch (error) {
      this.#isDoubtful = true
      this.problem = error
    }
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
    // Wait for the end of this turn: all starts that the server sent together arrive in it.
    if (this.#waiting.length === 1 && !this.#syncing) setImmediate(() => this.#sync())
    return done.promise
  }

  /**
   * Not synced: a run that a crash brings back is reported once more, and dropped. Throws if the
   * file still names it.
   */
  forget(runId: string): void {
    if (!this.#state.live.has(runId) && !this.#places.has(runId)) return
    const line: JournalLine = { t: 'forget', runId }
    apply(this.#state, line)
    if (this.#closed) return
    const isIdle = !this.#syncing && this.#waiting.length === 0
    try {
      if (this.#size > this.#compactAt && isIdle) this.#compact()
      else this.#append([line])
      this.#places.delete(runId)
    } catch {
      this.#blank(runId)
    }
  }

  close(): void {
    this.#closed = true
    if (!this.#syncing) this.#release()
  }

  #sync(): void {
    if (this.#closed) return
    const batch = this.#waiting
    this.#waiting = []
    try {
      if (this.#isDoubtful) this.#compact()
      else this.#append(batch.map(({ line }) => line))
      // A power cut must not bring the file back that this one has replaced.
      this.#notDurable?.makeDurable()
      this.#notDurable = null
    } catch (error) {
      this.#refuse(batch, error)
      return
    }
    this.#syncing = true
    fdatasync(this.#fd, (error) => {
      this.#syncing = false
      if (error === null) for (const { done } of batch) done.resolve()
      else {
        this.#isDoubtful = true
        this.#refuse(batch, error)
      }
      if (this.#closed) this.#release()
      else if (this.#waiting.length > 0) this.#sync()
    })
  }

  /**
   * Their numbers stay used up: a task that is run again gets a new one. A start is not refused as
   * long as the file may name it, because it could still be started later.
   */
  #refuse(batch: Waiting[], cause: unknown): void {
    for (const { line } of batch) this.#state.live.delete(line.runId)
    try {
      if (this.#behind === 'starts') this.#cut()
      for (const { line } of batch) this.#blank(line.runId)
    } catch {
      if (this.#closed) return
      setTimeout(() => this.#refuse(batch, cause), WITHDRAW_AGAIN_MS)
      return
    }
    for (const { done } of batch) {
      done.reject(new JournalError(`The journal cannot be written: ${codeOf(cause)}`, { cause }))
    }
  }

  #append(lines: readonly JournalLine[]): void {
    this.#open()
    this.#cut()
    this.#behind = 'starts'
    this.#writeAt(this.#size, lines.map(encodeLine).join(''))
    this.#behind = 'nothing'
    this.#note(lines)
  }

  #writeAt(at: number, text: string): void {
    const bytes = Buffer.from(text)
    const written = writeSync(this.#fd, bytes, 0, bytes.length, at)
    if (written < bytes.length) throw Object.assign(new Error('disk full'), { code: 'ENOSPC' })
  }

  /** Takes note of lines that are in the file now. */
  #note(lines: readonly JournalLine[]): void {
    for (const line of lines) {
      if (isStart(line)) this.#places.set(line.runId, { at: this.#size, t: line.t })
      this.#size += Buffer.byteLength(encodeLine(line))
    }
  }

  /**
   * Cuts off what follows the whole lines: half a line would make the next one unreadable, a whole
   * one would count.
   */
  #cut(): void {
    if (this.#behind === 'nothing') return
    this.#open()
    ftruncateSync(this.#fd, this.#size)
    this.#behind = 'nothing'
  }

  /** Overwrites the run's line in place, so that it says only its number: that needs no room. */
  #blank(runId: string): void {
    const place = this.#places.get(runId)
    if (place === undefined) return
    this.#open()
    this.#writeAt(place.at, withdrawn(place))
    this.#places.delete(runId)
  }

  /** If the disk took no new file at the start, the old one stays in use. */
  #open(): void {
    if (this.#fd < 0) this.#fd = openSync(this.#path, 'r+')
  }

  /** Puts a file of the fewest lines in the place of the old one. */
  #compact(): void {
    const lines = compact(this.#state)
    const file = new Replacement(this.#path, lines.map(encodeLine).join(''))
    file.take()
    this.#notDurable?.release()
    if (this.#fd >= 0) closeSync(this.#fd)
    this.#fd = file.fd
    this.#notDurable = file
    this.#behind = 'nothing'
    this.#isDoubtful = false
    this.#size = 0
    this.#places.clear()
    this.#note(lines)
    // Where many runs wait, the live lines alone may be more than the limit.
    this.#compactAt = Math.max(COMPACT_AT_BYTES, 2 * this.#size)
  }

  #release(): void {
    this.#notDurable?.release()
    if (this.#fd >= 0) closeSync(this.#fd)
    this.#fd = -1
  }
}

function read(path: string): ReadJournal {
  try {
    return readLines(existsSync(path) ? readFileSync(path) : Buffer.alloc(0))
  } catch (cause) {
    if (!(cause instanceof JournalError)) throw cause
    throw new JournalError(
      `The journal ${path} is damaged: ${cause.message}. Without it a run could be started twice: restore it, or use a new folder (and credential) for this desktop.`,
    )
  }
}
