import { once } from 'node:events'
import type { Core } from '../core.ts'
import { activityHead, activityTail, listActivity } from '../store/activity.ts'
import { Feed } from './feed.ts'
import { activityFrame, cursorFrame, resetFrame } from './frames.ts'

const PAGE = 500

/** Where a client's frames go. */
export interface Sink {
  write(frames: string | Buffer): void
  /** Resolves when the client has taken what was written; rejects when it is gone. */
  drained(): Promise<void>
  signal: AbortSignal
}

interface OpenFeed {
  feed: Promise<Feed>
  /** Those who follow it, or are on their way to. */
  users: number
}

/** The feeds of the workspaces that somebody follows now. */
export class Feeds {
  readonly #core: Core
  readonly #open = new Map<string, OpenFeed>()

  constructor(core: Core) {
    this.#core = core
  }

  /**
   * Sends everything after `cursor` (undefined: from now on), then what happens, until the sink's
   * signal: backfill from the store until it meets the feed, then the feed itself. No gap, no repeat.
   */
  async follow(workspaceId: string, cursor: number | undefined, sink: Sink): Promise<void> {
    const open = this.#enter(workspaceId)
    try {
      const feed = await open.feed
      let position = await this.#begin(feed, workspaceId, cursor, sink)
      while (position < feed.position) {
        position = await this.#backfill(workspaceId, position, feed.position, sink)
      }
      // Met and subscribed in one go: nothing can be delivered between.
      const unsubscribe = feed.subscribe((frames) => sink.write(frames))
      await aborted(sink.signal)
      unsubscribe()
    } finally {
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
    const known = cursor >= tail - 1 && cursor <= head
    const position = known ? cursor : head
    await feed.reach(position)
    sink.write(known ? cursorFrame(cursor) : resetFrame(head))
    return position
  }

  /**
   * Sends a page of what lies between `position` and `goal`, at the client's pace. Where the next event
   * has become too old to be kept meanwhile, the client is told to begin anew.
   */
  async #backfill(workspaceId: string, position: number, goal: number, sink: Sink) {
    const rows = await listActivity(
      this.#core.store.db,
      workspaceId,
      { after: position, before: goal + 1 },
      PAGE,
    )
    if (rows[0]?.seq !== position + 1) {
      sink.write(resetFrame(goal))
      return goal
    }
    for (const row of rows) {
      sink.write(activityFrame(row))
      await sink.drained()
    }
    return rows.at(-1)!.seq
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

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
