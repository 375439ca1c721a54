import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Found, SearchRequest } from './search.ts'

/** A search, or that nobody waits for it any more. */
export type Asked = { id: number; request: SearchRequest } | { id: number }
export type Told =
  | { id: number; found: Found }
  | { id: number; error: unknown; errcode: number | undefined }

const MAIN = join(import.meta.dirname, `../searching/main${extname(import.meta.filename)}`)

/** A thread takes memory, and half a second to begin. It ends when nobody has searched for so long, in ms. */
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
    // Whoever has left while the search waited for its place is not heard any more.
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
    // Of one that is left already nobody waits for anything.
    const lost = (error: unknown) => this.#worker === worker && this.#leave(error)
    worker.on('error', lost)
    worker.on('exit', () => lost(new Error('The thread that searches has ended.')))
    return worker
  }

  /** The next search begins another one. */
  #leave(error: unknown): Worker | undefined {
    const worker = this.#worker
    this.#worker = undefined
    for (const answer of this.#waiting.values()) answer.reject(error)
    return worker
  }
}
