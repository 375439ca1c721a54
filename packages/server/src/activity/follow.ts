import type { Core } from '../core.ts'
import { activityHead, activityTail, hasActivity } from '../store/activity.ts'
import { Feed } from './feed.ts'
import { Follower } from './follower.ts'
import { cursorFrame, resetFrame } from './frames.ts'
import { Pages } from './pages.ts'
import type { Sink } from './sink.ts'
import { stretchAmong } from './stretch-among.ts'

interface OpenFeed {
  feed: Promise<Feed>
  /** How many clients follow the feed or are about to. */
  users: number
}

interface Seeing {
  /** Only what happens on these desktops; undefined: on all. */
  among?: readonly string[] | undefined
}

interface Range extends Seeing {
  position: number
  goal: number
}

interface Following extends Seeing {
  /** The first frame is out, which says where the client is. */
  onBegun?(): void
}

/** The feeds of the workspaces that somebody follows now. */
export class Feeds {
  readonly #core: Core
  readonly #open = new Map<string, OpenFeed>()
  readonly #pages: Pages

  constructor(core: Core) {
    this.#core = core
    this.#pages = new Pages(core.store)
  }

  /**
   * Sends everything after `cursor` (undefined: from now on), then what happens, until the sink's
   * signal, upon which it rejects: from the store until the client has met the feed, then from the feed
   * until it falls behind, and again. Either way at the client's pace; no gap, no repeat.
   */
  async follow(
    workspaceId: string,
    cursor: number | undefined,
    sink: Sink,
    { among, onBegun }: Following = {},
  ): Promise<never> {
    const open = this.#enter(workspaceId)
    const follower = new Follower(sink, among)
    let feed: Feed | undefined
    try {
      feed = await open.feed
      feed.add(follower)
      let position = await this.#begin(feed, workspaceId, cursor, sink)
      onBegun?.()
      for (;;) {
        while (position < feed.position) {
          const range = { position, goal: feed.position, among }
          position = await this.#backfill(workspaceId, range, sink)
        }
        // No await in between, so no event can be delivered before the client is live.
        position = await follower.live()
      }
    } finally {
      feed?.remove(follower)
      await this.#leave(workspaceId, open)
    }
  }

  /** Sends the first frame and returns the position to go on from, which the feed has reached. */
  async #begin(feed: Feed, workspaceId: string, cursor: number | undefined, sink: Sink) {
    if (cursor === undefined) {
      sink.write(cursorFrame(feed.position))
      return feed.position
    }
    const { db } = this.#core.store
    const head = await activityHead(db, workspaceId)
    const tail = (await activityTail(db, workspaceId)) ?? head + 1
    const isWithin = cursor >= tail - 1 && cursor <= head
    // After a fail-over or from a backup events may be missing that a client has seen.
    const isEdge = cursor === tail - 1 || cursor === head
    const known = isWithin && (isEdge || (await hasActivity(db, workspaceId, cursor)))
    const position = known ? cursor : head
    await feed.reach(position)
    sink.write(known ? cursorFrame(cursor) : resetFrame(head))
    return position
  }

  /**
   * Sends some of the events between `position` and `goal`. If the next event has meanwhile become
   * too old to be kept, tells the client to begin anew.
   */
  async #backfill(workspaceId: string, { position, goal, among }: Range, sink: Sink) {
    const stretch = among
      ? await stretchAmong(this.#core.store.db, workspaceId, among, position, goal)
      : await this.#pages.after(workspaceId, position, goal)
    sink.write(stretch?.frames ?? resetFrame(goal))
    await sink.drained()
    return stretch?.last ?? goal
  }

  /** Counted before anything is awaited: a feed that somebody is about to follow isn't closed. */
  #enter(workspaceId: string): OpenFeed {
    let open = this.#open.get(workspaceId)
    if (!open) {
      open = { feed: Feed.open(this.#core, workspaceId), users: 0 }
      this.#open.set(workspaceId, open)
    }
    open.users++
    return open
  }

  /** A feed that nobody follows is closed: an idle workspace costs nothing. */
  async #leave(workspaceId: string, open: OpenFeed): Promise<void> {
    if (--open.users > 0) return
    this.#open.delete(workspaceId)
    const feed = await open.feed
    feed.close()
  }
}
