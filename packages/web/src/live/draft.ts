import type { TaskStatus } from '@mission-control/protocol'
import { insertId, removeId } from './columns.ts'
import type { Card, Column, Live, LiveBatch } from './live.ts'

/**
 * How far a column may grow beyond its size before its oldest cards are dropped: rarely, and then
 * many at once.
 */
const SLACK = 200

/**
 * One step from a state to the next. Each collection is copied when it is first written and never
 * again, so a burst of a thousand events costs one copy.
 */
export class Draft {
  readonly #before: Live
  #live: Live
  #cards: Map<string, Card> | undefined
  readonly #ids = new Map<TaskStatus, string[]>()

  constructor(live: Live) {
    this.#before = live
    this.#live = live
  }

  /** Everything but the cards and the ids of the columns, which are asked for below. */
  get live(): Live {
    return this.#live
  }

  set(changes: Partial<Live>): void {
    this.#live = { ...this.#live, ...changes }
  }

  card(id: string): Card | undefined {
    return (this.#cards ?? this.#live.cards).get(id)
  }

  /**
   * Adds the card or replaces the one with its id, in the column of its status. Not added: a card
   * that is older than all that is loaded of an incomplete column; it comes with its page.
   */
  put(card: Card): void {
    const old = this.card(card.id)
    if (old && old.status === card.status && old.hidden === card.hidden) {
      this.#writableCards().set(card.id, card)
      return
    }
    if (old && !old.hidden) {
      removeId(this.#column(old.status), card.id)
    }
    if (card.hidden || old?.status === card.status || this.#isLoaded(card)) {
      this.#writableCards().set(card.id, card)
      if (!card.hidden) insertId(this.#column(card.status), card.id)
    } else if (old) {
      this.#writableCards().delete(card.id)
    }
  }

  /** Adds a card that was asked for, however old. */
  append(card: Card): void {
    this.#writableCards().set(card.id, card)
    insertId(this.#column(card.status), card.id)
  }

  remove(card: Card): void {
    if (!card.hidden) removeId(this.#column(card.status), card.id)
    this.#writableCards().delete(card.id)
  }

  batch(id: string): LiveBatch | undefined {
    return this.#live.batches.get(id)
  }

  setBatch(id: string, batch: LiveBatch): void {
    const isOwn = this.#live.batches !== this.#before.batches
    const batches = isOwn ? (this.#live.batches as Map<string, LiveBatch>) : undefined
    this.set({ batches: (batches ?? new Map(this.#live.batches)).set(id, batch) })
  }

  /** Changes the count of a status. */
  count(status: TaskStatus, by: 1 | -1): void {
    const { overview } = this.#live
    const tasks = { ...overview.tasks, [status]: Math.max(0, overview.tasks[status] + by) }
    this.set({ overview: { ...overview, tasks } })
  }

  /** Changes the count of queued tasks. */
  countQueued(by: 1 | -1): void {
    const { overview } = this.#live
    this.set({ overview: { ...overview, queued: Math.max(0, overview.queued + by) } })
  }

  grow(status: TaskStatus, by: number, complete: boolean): void {
    const column = this.#live.columns[status]
    const grown = { ...column, size: column.size + by, complete }
    this.set({ columns: { ...this.#live.columns, [status]: grown } })
  }

  /** Begins again: everything that was loaded is dropped. */
  clear(): void {
    this.#cards = new Map()
    for (const status of Object.keys(this.#live.columns)) this.#ids.set(status as TaskStatus, [])
  }

  done(): Live {
    if (this.#ids.size === 0 && !this.#cards) return this.#live
    const columns: Record<TaskStatus, Column> = { ...this.#live.columns }
    for (const [status, ids] of this.#ids)
      columns[status] = this.#trimmed(columns[status], ids, status === 'running')
    return { ...this.#live, columns, cards: this.#cards ?? this.#before.cards }
  }

  #isLoaded(card: Card): boolean {
    const { complete } = this.#live.columns[card.status]
    const oldest = this.#column(card.status).at(-1)
    return complete || oldest === undefined || card.id > oldest
  }

  #trimmed(column: Column, ids: string[], isKeptWhole: boolean): Column {
    if (ids.length <= column.size + SLACK || isKeptWhole) return { ...column, ids }
    for (const id of ids.splice(column.size)) this.#writableCards().delete(id)
    return { ...column, ids, complete: false }
  }

  #column(status: TaskStatus): string[] {
    let ids = this.#ids.get(status)
    if (!ids) {
      ids = [...this.#live.columns[status].ids]
      this.#ids.set(status, ids)
    }
    return ids
  }

  #writableCards(): Map<string, Card> {
    this.#cards ??= new Map(this.#live.cards)
    return this.#cards
  }
}
