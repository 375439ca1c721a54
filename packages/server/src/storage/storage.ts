import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { type Problem, problem, type StorageReport } from '@mission-control/protocol'
import type { Logger } from 'pino'
import { writeProbe } from '../store/probe.ts'
import { type Refusal, refusalOf } from '../store/refusal.ts'
import { estimateSizes } from '../store/sizes.ts'
import { DATABASE_FILE, type Store } from '../store/store.ts'
import { tryRoom } from './room.ts'
import { type Home, ownersWords, publicWords } from './words.ts'

/**
 * Below this the disk counts as full: SQLite reports a disk that can't take its index as failing.
 */
const NO_ROOM = 256 * 1024
/** How long an estimate of what takes the room counts, in ms. */
const KNOWN_FOR = 10_000

/** Whether what is written is taken, and what takes the room. */
export class Storage {
  readonly #dataDir: string
  readonly #log: Logger
  readonly #home: Home
  #refusal: Refusal | null = null
  #parts: { until: number; parts: StorageReport['parts'] } | undefined

  constructor(dataDir: string, log: Logger, home: Home) {
    this.#dataDir = dataDir
    this.#log = log
    this.#home = home
  }

  /** Null: it takes it. */
  get refusal(): Refusal | null {
    return this.#refusal
  }

  /** In words that everybody may read; null: all is well. */
  get publicProblem(): string | null {
    return this.#refusal && publicWords(this.#refusal, this.#home)
  }

  /**
   * Call it when a write failed. If the disk was the reason, no writes are accepted from now on.
   */
  readonly failed = (error: unknown): void => {
    const refusal = refusalOf(error)
    if (!refusal) return
    if (!this.#refusal) this.#log.error({ error, refusal }, 'nothing can be stored any more')
    this.#refusal = this.#exactly(refusal)
  }

  /**
   * SQLite reports a disk that is over its quota or read-only as failing; the more exact reason
   * counts.
   */
  #exactly(refusal: Refusal): Refusal {
    return refusal === 'failing' ? (this.#refusal ?? refusal) : refusal
  }

  /** While the disk refuses: whether there is room again, and a commit works. */
  async tryAgain(store: Store): Promise<void> {
    if (!this.#refusal) return
    try {
      if (this.#home === 'files') await tryRoom(this.#dataDir)
      await store.write(writeProbe)
    } catch (error) {
      const refusal = refusalOf(error)
      if (!refusal) throw error
      this.#refusal = refusal
      return
    }
    this.#refusal = null
    this.#log.warn('what is written is stored again')
  }

  /**
   * The problem document for a write that failed with `error`; null: the disk was not the reason.
   */
  async problemOf(error: unknown, store: Store): Promise<Problem | null> {
    const refusal = refusalOf(error)
    if (refusal === 'away') {
      // Note it here, too: without the database not even a key can be looked up, so most requests don't come
      // to a write.
      this.failed(error)
      const unknown =
        'If this was a change, nobody knows whether it was made: look, or repeat it with its Idempotency-Key.'
      return problem('database_unreachable', `${publicWords(refusal, this.#home)} ${unknown}`)
    }
    const { path = this.#dataDir } = error as { path?: string }
    if (!refusal || !path.startsWith(this.#dataDir)) return null
    const message = await this.report(store, this.#exactly(refusal)).then(
      (report) => report.message,
      // If the disk can't even be read, the general words have to do.
      () => publicWords(refusal, this.#home),
    )
    return problem('insufficient_storage', `Nothing was changed. ${message}`)
  }

  async report(store: Store, refusal = this.#refusal): Promise<StorageReport> {
    const { bavail, blocks, bsize } = await statfs(this.#dataDir)
    const known = {
      path: this.#dataDir,
      freeBytes: bavail * bsize,
      totalBytes: blocks * bsize,
      parts: await this.#largest(store),
    }
    const isFull = this.#home === 'files' && known.freeBytes < NO_ROOM
    const status = refusal === 'failing' && isFull ? 'full' : refusal
    const message = status && ownersWords(status, this.#home, known)
    return { status: status ?? 'ok', message, ...known }
  }

  async #largest(store: Store): Promise<StorageReport['parts']> {
    const now = performance.now()
    if (this.#parts && now < this.#parts.until) return this.#parts.parts
    const file = join(this.#dataDir, DATABASE_FILE)
    const files = [
      { name: 'database', bytes: await sizeOf(file), estimated: false },
      { name: 'wal', bytes: await sizeOf(`${file}-wal`), estimated: false },
    ] as const
    const tables = await estimateSizes(store.db)
    const parts = [
      ...files,
      ...tables.map(({ part, bytes }) => ({ name: part, bytes, estimated: true })),
    ]
    this.#parts = { until: now + KNOWN_FOR, parts }
    return parts
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}
