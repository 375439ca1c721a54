import { setImmediate as nextTurn } from 'node:timers/promises'
import { listActivity } from '../store/activity.ts'
import type { Store } from '../store/store.ts'
import { activityFrame } from './frames.ts'

const PAGE = 500
/** Pages are kept for later readers, up to this many bytes. */
const KEPT = 4 * 1024 * 1024

/** Events that follow one another, as they go over the wire. */
export interface Stretch {
  frames: Buffer
  /** The number of the last event. */
  last: number
}

/**
 * About 500 events of a workspace's log. Pages always begin and end at the same numbers, so that
 * many readers can share one.
 */
interface Page {
  first: number
  bytes: Buffer
  /** Where the frame of each event ends. */
  ends: number[]
}

/**
 * The past of the workspaces' logs. Each page is read and serialised once for all its readers, and
 * each turn of the event loop makes one page at most.
 */
export class Pages {
  readonly #store: Pick<Store, 'db' | 'turns'>
  /** The most recently used pages come last. */
  readonly #kept = new Map<string, Page>()
  #keptBytes = 0
  readonly #reading = new Map<string, Promise<Page | null>>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(store: Pick<Store, 'db' | 'turns'>) {
    this.#store = store
  }

  /** Some of the events after `position` up to `goal`; null: the next event is no longer kept. */
  async after(workspaceId: string, position: number, goal: number): Promise<Stretch | null> {
    const number = Math.floor(position / PAGE)
    // What was read from a database that was turned back is not read again.
    const key = `${workspaceId} ${number} ${this.#store.turns}`
    let page: Page | null = this.#kept.get(key) ?? null
    while (page === null || lastOf(page) <= position) {
      const begun = this.#reading.get(key)
      page = await (begun ?? this.#read(key, workspaceId, number * PAGE))
      // Only a page that another reader began may be older than what is asked for.
      if (!begun) break
    }
    if (page === null || page.first > position + 1 || lastOf(page) <= position) return null
    this.#keep(key, page)
    const last = Math.min(lastOf(page), goal)
    const from = position < page.first ? 0 : page.ends[position - page.first]
    return { frames: page.bytes.subarray(from, page.ends[last - page.first]), last }
  }

  #read(key: string, workspaceId: string, after: number): Promise<Page | null> {
    const turn = this.#turn.then(() => nextTurn())
    const reading = turn
      .then(() =>
        listActivity(this.#store.db, workspaceId, { after, before: after + PAGE + 1 }, PAGE),
      )
      .then((rows) => {
        if (rows.length === 0) return null
        const frames = rows.map((row) => Buffer.from(activityFrame(row)))
        let end = 0
        const ends = frames.map(({ length }) => (end += length))
        return { first: rows[0]!.seq, bytes: Buffer.concat(frames, end), ends }
      })
      .finally(() => this.#reading.delete(key))
    this.#turn = turn
    this.#reading.set(key, reading)
    return reading
  }

  #keep(key: string, page: Page): void {
    const before = this.#kept.get(key)
    this.#kept.delete(key)
    this.#kept.set(key, page)
    this.#keptBytes += page.bytes.length - (before?.bytes.length ?? 0)
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#keptBytes <= KEPT || oldest === key) break
      this.#kept.delete(oldest)
      this.#keptBytes -= bytes.length
    }
  }
}

function lastOf({ first, ends }: Page): number {
  return first + ends.length - 1
}
