import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Found, SearchRequest } from './search.ts'

/** A search, or that nobody waits for it any more. */
export type Asked = { id: number; request: SearchRequest } | { id: number }
export type Told =
  | { id: number; found: Found }
  | { id: number; error: unknown; errcode: number | undefined }

const MAIN = join(import.meta.dirname, `../searching/main${extname(import.meta.filename)}`)

/** How long an idle thread is kept, in ms: keeping one takes memory, starting one takes half a second. */
const KEPT = 300_000

/** A thread that searches, with a connection of its own; there is one only while somebody searches. */
export class SearchThread {
  readonly #dataDir: string
  readonly #waiting = new Map<number, PromiseWithResolvers<Found>>()
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined
  #lastId = 0

  constructor(dataDir: string) {
    this.#dataDir = dataDir
  }

  async search(request: SearchRequest, signal: AbortSignal): Promise<Found> {
    clearTimeout(this.#idle)
    const id = ++this.#lastId
    const answer = Promise.withResolvers<Found>()
    this.#worker ??= this.#start()
    const worker = this.#worker
    const leave = () => worker.postMessage({ id } satisfies Asked)
    this.#waiting.set(id, answer)
    worker.postMessage({ id, request } satisfies Asked)
    signal.addEventListener('abort', leave)
    // The event has passed if the caller left before this line.
    if (signal.aborted) leave()
    try {
      return await answer.promise
    } finally {
      signal.removeEventListener('abort', leave)
      this.#waiting.delete(id)
      if (this.#waiting.size === 0) this.#idle = setTimeout(() => void this.close(), KEPT).unref()
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#leave(new Error('The thread that searches was stopped.'))?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(MAIN, { workerData: { dataDir: this.#dataDir } })
    worker.on('message', (told: Told) => {
      const answer = this.#waiting.get(told.id)
      if ('found' in told) answer?.resolve(told.found)
      else answer?.reject(Object.assign(told.error as Error, { errcode: told.errcode }))
    })
    // If the thread was replaced meanwhile, nobody waits for it any more.
    const lost = (error: unknown) => this.#worker === worker && this.#leave(error)
    worker.on('error', lost)
    worker.on('exit', () => lost(new Error('The thread that searches has ended.')))
    return worker
  }

  /** Rejects what waits for the thread. The next search starts a new one. */
  #leave(error: unknown): Worker | undefined {
    const worker = this.#worker
    this.#worker = undefined
    for (const answer of this.#waiting.values()) answer.reject(error)
    return worker
  }
}
