import type { Core } from '../core.ts'
import { activityHead, listActivity } from '../store/activity.ts'
import { activityFrame, liveFrame } from './frames.ts'

const PAGE = 500

/** Writes a frame to one client. */
export type Deliver = (frame: string) => void

/**
 * The live end of one workspace's log. Each event is read and serialised once, and the same text goes
 * to every subscriber.
 */
export class Feed {
  readonly #core: Core
  readonly #workspaceId: string
  readonly #subscribers = new Set<Deliver>()
  readonly #unsubscribe: (() => void)[]
  #reading: Promise<void> | undefined
  #again = false
  /** The last event that the subscribers have got. */
  position: number

  private constructor(core: Core, workspaceId: string, position: number) {
    this.#core = core
    this.#workspaceId = workspaceId
    this.position = position
    this.#unsubscribe = [
      core.bus.subscribe('activity', workspaceId, () => void this.#wake()),
      core.bus.subscribe('output', workspaceId, (event) => this.#deliver(liveFrame(event))),
    ]
  }

  static async open(core: Core, workspaceId: string): Promise<Feed> {
    const feed = new Feed(core, workspaceId, await activityHead(core.store.db, workspaceId))
    // What was committed between the reading of the head and now has woken nobody.
    void feed.#wake()
    return feed
  }

  /** From the event after `position` on. Returns the function that ends it. */
  subscribe(deliver: Deliver): () => void {
    this.#subscribers.add(deliver)
    return () => this.#subscribers.delete(deliver)
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
  }

  /** Resolves when everything up to `seq`, which is in the log, has been delivered. */
  async reach(seq: number): Promise<void> {
    if (this.position < seq) await this.#wake()
  }

  /** Reads on. A wake during a read means one more read, not a second reader. */
  #wake(): Promise<void> {
    this.#again = true
    this.#reading ??= this.#readOn()
      .catch((error) => this.#core.log.error({ error }, 'could not read the activity log'))
      .finally(() => {
        this.#reading = undefined
      })
    return this.#reading
  }

  async #readOn(): Promise<void> {
    while (this.#again) {
      this.#again = false
      const rows = await listActivity(
        this.#core.store.db,
        this.#workspaceId,
        { after: this.position },
        PAGE,
      )
      const last = rows.at(-1)
      if (!last) continue
      this.position = last.seq
      this.#deliver(rows.map(activityFrame).join(''))
      if (rows.length === PAGE) this.#again = true
    }
  }

  #deliver(frame: string): void {
    for (const deliver of this.#subscribers) deliver(frame)
  }
}
