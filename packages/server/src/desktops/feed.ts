import type { ChatTurn, DesktopEvent, DesktopStateEvent } from '@mission-control/protocol'
import { toTurn } from '../chat/present.ts'
import type { Core } from '../core.ts'
import { LOOK_AGAIN, lookAgain } from '../look-again.ts'
import { listRecentTurns } from '../store/chat.ts'
import { findAnyDesktops, listDesktops } from '../store/desktops.ts'
import type { DesktopRow, TaskRow } from '../store/schema.ts'
import { toDesktopEvent } from './present.ts'

/** A turn that ended so long ago, in ms, has been told. */
const RECENT = 10 * LOOK_AGAIN

type Listener = (event: DesktopEvent) => void

/** What the listeners were last told about a desktop or a turn. */
interface Told {
  json: string
  /**
   * The number of the event that told it: what was read before that may be older. 0: it was read, not told.
   */
  at: number
}

/**
 * What happens to the desktops of one workspace, for all who follow them: what the bus tells, and what it
 * has lost, as the store says a little later.
 */
export class DesktopFeed {
  readonly #core: Core
  readonly #workspaceId: string
  readonly #listeners = new Set<Listener>()
  readonly #ends: (() => void)[]
  /** By desktop; `#turns`: by turn of a chat. */
  readonly #told = new Map<string, Told>()
  readonly #turns = new Map<string, Told>()
  #now = 0
  #isSeeded = false

  constructor(core: Core, workspaceId: string) {
    this.#core = core
    this.#workspaceId = workspaceId
    this.#ends = [
      core.bus.subscribe('desktops', workspaceId, (event) => this.#tell(event)),
      lookAgain(core, () => this.#look()),
    ]
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    for (const end of this.#ends) end()
  }

  /** The desktops as they are; those who listen are told of what the bus has lost. */
  async read(): Promise<DesktopRow[]> {
    const begun = this.#now
    const rows = await listDesktops(this.#core.store.db, this.#workspaceId)
    for (const row of rows) this.#compare(row, begun)
    return rows
  }

  async #look(): Promise<void> {
    const there = new Set((await this.read()).map(({ id }) => id))
    const gone = [...this.#told.keys()].filter((id) => !there.has(id))
    const { db } = this.#core.store
    const begun = this.#now
    for (const row of await findAnyDesktops(db, gone)) {
      // What becomes of one that has moved is another workspace's: here it is as good as removed.
      if (row.workspace_id === this.#workspaceId) this.#compare(row, begun)
      else this.#tellGone(row.id, begun)
      this.#told.delete(row.id)
    }
    const since = this.#core.now() - RECENT
    this.#compareTurns(await listRecentTurns(db, this.#workspaceId, since), begun)
  }

  #compare(row: DesktopRow, begun: number): void {
    const event = toDesktopEvent('desktop.status', row)
    const json = JSON.stringify(event.payload)
    const told = this.#told.get(row.id)
    if (told === undefined) this.#told.set(row.id, { json, at: 0 })
    else if (told.at <= begun && told.json !== json) this.#tell(event)
  }

  #tellGone(id: string, begun: number): void {
    const told = this.#told.get(id)
    if (told === undefined || told.at > begun) return
    const last: DesktopStateEvent['payload'] = JSON.parse(told.json)
    if (last.status === 'destroyed') return
    this.#tell({ type: 'desktop.status', payload: { ...last, status: 'destroyed' } })
  }

  /** The first look only takes note: a client that has read the chat knows these turns. */
  #compareTurns(rows: TaskRow[], begun: number): void {
    const known = new Set(rows.map(({ id }) => id))
    for (const row of rows) {
      const turn = toTurn(row)
      const json = JSON.stringify(turn)
      const told = this.#turns.get(turn.id)
      if (told && (told.at > begun || told.json === json)) continue
      if (this.#isSeeded) this.#tell(chatEvent(row.desktop_id, turn))
      else this.#turns.set(turn.id, { json, at: 0 })
    }
    for (const [id, { at }] of this.#turns) {
      if (at <= begun && !known.has(id)) this.#turns.delete(id)
    }
    this.#isSeeded = true
  }

  #tell(event: DesktopEvent): void {
    const at = ++this.#now
    if (event.type !== 'desktop.chat') {
      this.#told.set(event.payload.id, { json: JSON.stringify(event.payload), at })
    } else if (event.payload.turn) {
      this.#turns.set(event.payload.turn.id, { json: JSON.stringify(event.payload.turn), at })
    }
    for (const listener of this.#listeners) listener(event)
  }
}

function chatEvent(desktopId: string, turn: ChatTurn): DesktopEvent {
  return { type: 'desktop.chat', payload: { desktopId, turn } }
}

/** The feeds of the workspaces whose desktops somebody follows now. */
export class DesktopFeeds {
  readonly #core: Core
  readonly #open = new Map<string, { feed: DesktopFeed; users: number }>()

  constructor(core: Core) {
    this.#core = core
  }

  /** Opens the workspace's feed, or shares the open one, until the signal. */
  enter(workspaceId: string, signal: AbortSignal): DesktopFeed {
    const open = this.#open.get(workspaceId) ?? {
      feed: new DesktopFeed(this.#core, workspaceId),
      users: 0,
    }
    this.#open.set(workspaceId, open)
    open.users++
    signal.addEventListener('abort', () => {
      if (--open.users > 0) return
      this.#open.delete(workspaceId)
      open.feed.close()
    })
    return open.feed
  }
}
