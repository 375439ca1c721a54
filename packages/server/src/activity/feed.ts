import { coalesce } from '../coalesce.ts'
import type { Core } from '../core.ts'
import { activityHead, listActivity } from '../store/activity.ts'
import type { ActivityRow } from '../store/schema.ts'
import { activityFrame, outputFrame } from './frames.ts'

const PAGE = 500

/** Writes frames to one client. */
export type Deliver = (frames: Buffer) => void

/**
 * The live end of one workspace's log. Each event is read and serialised once, and the same bytes go
 * to every subscriber: of a text each socket that is behind would hold a copy.
 */
export class Feed {
  readonly #core: Core
  readonly #workspaceId: string
  readonly #subscribers = new Set<Deliver>()
  readonly #unsubscribe: (() => void)[]
  readonly #readOn = coalesce(() => this.#readPages())
  /** The last event that the subscribers have got. */
  position: number

  private constructor(core: Core, workspaceId: string, position: number) {
    this.#core = core
    this.#workspaceId = workspaceId
    this.position = position
    this.#unsubscribe = [
      core.bus.subscribe('activity', workspaceId, () => this.#wake()),
      core.bus.subscribe('output', workspaceId, (notice) => this.#deliver(outputFrame(notice))),
    ]
  }

  static async open(core: Core, workspaceId: string): Promise<Feed> {
    const feed = new Feed(core, workspaceId, await activityHead(core.store.db, workspaceId))
    // What was committed between the reading of the head and now has woken nobody.
    feed.#wake()
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
    while (this.position < seq) await this.#readOn()
  }

  #wake(): void {
    this.#readOn().catch((error) =>
      this.#core.log.error({ error }, 'could not read the activity log'),
    )
  }

  async #readPages(): Promise<void> {
    const { db } = this.#core.store
    const head = await activityHead(db, this.#workspaceId)
    let rows: ActivityRow[]
    do {
      rows = await listActivity(db, this.#workspaceId, { after: this.position }, PAGE)
      this.position = rows.at(-1)?.seq ?? this.position
      this.#deliver(rows.map(activityFrame).join(''))
    } while (rows.length === PAGE)
    // What isn't there any more was too old to be kept: nobody is to wait for it.
    this.position = Math.max(this.position, head)
  }

  #deliver(frames: string): void {
    if (frames === '' || this.#subscribers.size === 0) return
    const bytes = Buffer.from(frames)
    for (const deliver of this.#subscribers) deliver(bytes)
  }
}
