import type { OutputNotice } from '../bus/bus.ts'
import { coalesce } from '../coalesce.ts'
import type { Core } from '../core.ts'
import { lookAgain } from '../look-again.ts'
import { activityHead, listActivity } from '../store/activity.ts'
import { listPrinting } from '../store/runs.ts'
import type { ActivityRow } from '../store/schema.ts'
import { Place } from '../store/tables/tasks.ts'
import { findTask } from '../store/tasks.ts'
import type { Follower } from './follower.ts'
import { activityFrame, outputFrame, resetFrame, skippedFrame } from './frames.ts'
import { Heard } from './heard.ts'

const PAGE = 500

/** What happened on a desktop, as it goes over the wire. */
interface Told {
  desktopId: string | null
  frame: string
}

/**
 * The live end of one workspace's log. Each event is read and serialised once, and all who see the
 * whole of it get the same bytes: with a string, each socket that is behind would hold a copy of its own.
 */
export class Feed {
  readonly #core: Core
  readonly #workspaceId: string
  readonly #heard = new Heard()
  readonly #followers = new Set<Follower>()
  readonly #unsubscribe: (() => void)[]
  readonly #readOn = coalesce(() => this.#readPages())
  /** The last event that the live followers were sent. */
  position: number

  private constructor(core: Core, workspaceId: string, position: number) {
    this.#core = core
    this.#workspaceId = workspaceId
    this.position = position
    this.#unsubscribe = [
      core.bus.subscribe('activity', workspaceId, () => this.#wake()),
      core.bus.subscribe('output', workspaceId, (notice) => this.#pass(notice)),
      lookAgain(core, () => this.#look()),
    ]
  }

  static async open(core: Core, workspaceId: string): Promise<Feed> {
    const feed = new Feed(core, workspaceId, await activityHead(core.store.db, workspaceId))
    // An event that was committed since the head was read has woken nobody yet.
    feed.#wake()
    return feed
  }

  add(follower: Follower): void {
    this.#followers.add(follower)
  }

  remove(follower: Follower): void {
    this.#followers.delete(follower)
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
    if (await this.#deliverOn()) return
    // Events that are gone were too old to be kept, so nobody may wait for them. Read the head
    // first, then look for events that came meanwhile.
    const head = await activityHead(this.#core.store.db, this.#workspaceId)
    await this.#deliverOn()
    if (head > this.position) this.#skipTo(head)
  }

  /** Delivers what follows; false if there is nothing. */
  async #deliverOn(): Promise<boolean> {
    const begun = this.position
    let rows: ActivityRow[]
    do {
      rows = await listActivity(
        this.#core.store.db,
        this.#workspaceId,
        { after: this.position },
        PAGE,
      )
      const [first] = rows
      if (first && first.seq > this.position + 1) this.#skipTo(first.seq - 1)
      this.position = rows.at(-1)?.seq ?? this.position
      this.#deliver(() =>
        rows.map((row) => ({ desktopId: row.desktop_id, frame: activityFrame(row) })),
      )
    } while (rows.length === PAGE)
    return this.position > begun
  }

  /** What lies between is gone, or the log was turned back: whoever follows begins anew. */
  #skipTo(position: number): void {
    this.position = position
    const frame = Buffer.from(resetFrame(position))
    for (const follower of this.#followers) if (follower.isLive) follower.send(frame, position)
  }

  /** Finds in the store what the bus has lost. */
  async #look(): Promise<void> {
    await this.#readOn()
    const { db } = this.#core.store
    const missed = this.#heard.missed(await listPrinting(db, this.#workspaceId))
    for (const { task_id: taskId, desktop_id: desktopId, seq } of missed) {
      // The output of a chat is not part of the activity.
      if ((await findTask(db, this.#workspaceId, taskId))?.chat !== Place.LISTED) continue
      this.#deliver(() => [{ desktopId, frame: skippedFrame({ taskId, desktopId, seq }) }])
    }
  }

  #pass(notice: OutputNotice): void {
    const { taskId, desktopId } = notice
    const { isNew, skipped: seq } = this.#heard.take(notice)
    if (!isNew) return
    if (seq > 0) {
      this.#deliver(() => [{ desktopId, frame: skippedFrame({ taskId, desktopId, seq }) }])
    }
    for (const follower of this.#followers) if (!follower.isLive) follower.skip(notice)
    this.#deliver(() => [{ desktopId, frame: outputFrame(notice) }])
  }

  #deliver(tell: () => Told[]): void {
    const live = [...this.#followers].filter(({ isLive }) => isLive)
    if (live.length === 0) return
    const told = tell()
    const all = bytesOf(told)
    for (const follower of live) {
      const bytes = follower.seesAll
        ? all
        : bytesOf(told.filter(({ desktopId }) => follower.sees(desktopId)))
      if (bytes.length > 0) follower.send(bytes, this.position)
    }
  }
}

function bytesOf(told: readonly Told[]): Buffer {
  return Buffer.from(told.map(({ frame }) => frame).join(''))
}
