import { HeightMap } from './height-map.ts'
import type { Log } from './log.ts'
import { ScrollMap } from './scroll-map.ts'

/** Rows that exist above and below what is in sight. */
const OVERSCAN = 12

export interface Sight {
  /** The rows that are to exist: from the first up to, not including, the end. */
  first: number
  end: number
  /** px from the top of the scrolled element to the first of them. */
  offset: number
  /** Of the scrolled element, in px. */
  height: number
  /** Where the scroll bar has to be. */
  scrollTop: number
  count: number
  following: boolean
  /** The end is further down. */
  away: boolean
  /** Lines that have come since it stopped following. */
  unseen: number
}

/** Which part of a log is in sight, and whether it stays at the end while the log grows. */
export class Viewport {
  readonly #log: Log
  readonly #heights: HeightMap
  readonly #scroll = new ScrollMap()
  readonly #listeners = new Set<() => void>()
  #view = 0
  #following = true
  /** Where the scroll bar was last: put there, or heard to be. */
  #placed: number | null = null
  /** Lines that were there when it stopped following. */
  #seen = 0
  #sight: Sight

  constructor(log: Log) {
    this.#log = log
    this.#heights = new HeightMap(log)
    this.#sight = this.#look()
  }

  readonly get = (): Sight => this.#sight

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The first line in sight. */
  get line(): number {
    return this.#heights.lineAt(this.#scroll.top)
  }

  /** The log has grown. */
  update(): void {
    this.#heights.update()
    this.#settle()
  }

  /** `view`: how much is in sight, in px. `columns`: how many characters wrap a line; null: none do. */
  resize(view: number, columns: number | null): void {
    const { line } = this
    // What was not shown at all may have lost its place.
    if (this.#view === 0) this.#placed = null
    this.#view = view
    this.#heights.wrapAt(columns)
    this.#scroll.resize(this.#heights.total, view)
    if (!this.#following) this.#scroll.goTo(this.#heights.topOf(line))
    this.#settle()
  }

  /**
   * Whether the scroll bar has to be put there. Not where it was left: it may be on its way already, by
   * somebody's hand, and would be pulled back.
   */
  place(scrollTop: number): boolean {
    const isThere = this.#placed !== null && Math.abs(this.#placed - scrollTop) < 1
    this.#placed = scrollTop
    return !isThere
  }

  scrolled(scrollTop: number): void {
    if (this.#view === 0) return
    this.#placed = scrollTop
    // Its own doing, or so little that no row changes.
    if (Math.abs(scrollTop - this.#scroll.scrollTop) < 1) return
    const isUp = scrollTop < this.#scroll.scrollTop - 1
    this.#scroll.moveTo(scrollTop)
    if (this.#isAtEnd) this.#following = true
    else if (isUp) this.#stop()
    this.#settle()
  }

  /** Somebody is about to scroll up. */
  stopFollowing(): void {
    if (this.#scroll.end === 0) return
    this.#stop()
    this.#settle()
  }

  jumpToEnd(): void {
    this.#following = true
    this.#settle()
  }

  /** Brings the line into sight, in the middle unless it is there already. */
  reveal(line: number): void {
    this.update()
    const top = this.#heights.topOf(line)
    const bottom = top + this.#heights.heightOf(line)
    if (top >= this.#scroll.top && bottom <= this.#scroll.top + this.#view) return
    this.#stop()
    this.#scroll.goTo(top - this.#view / 3)
    this.#settle()
  }

  /** The true heights of rows. What stands above the first line in sight moves nothing. */
  measured(rows: Iterable<[line: number, height: number]>): void {
    const { line } = this
    const into = this.#scroll.top - this.#heights.topOf(line)
    let isNews = false
    for (const [each, height] of rows) isNews = this.#heights.measured(each, height) || isNews
    if (!isNews) return
    this.#scroll.resize(this.#heights.total, this.#view)
    this.#scroll.goTo(this.#heights.topOf(line) + into)
    this.#settle()
  }

  get #isAtEnd(): boolean {
    return this.#scroll.top >= this.#scroll.end - 2
  }

  #stop(): void {
    if (this.#following) this.#seen = this.#log.count
    this.#following = false
  }

  #settle(): void {
    this.#scroll.resize(this.#heights.total, this.#view)
    if (this.#following) this.#scroll.goTo(this.#scroll.end)
    this.#sight = this.#look()
    for (const listener of this.#listeners) listener()
  }

  #look(): Sight {
    const { top, scrollTop, height } = this.#scroll
    const { count } = this.#log
    const first = Math.max(0, this.#heights.lineAt(top) - OVERSCAN)
    const end = Math.min(count, this.#heights.lineAt(top + this.#view) + 1 + OVERSCAN)
    const offset = scrollTop + this.#heights.topOf(first) - top
    const following = this.#following
    const unseen = following ? 0 : count - this.#seen
    const away = !following && !this.#isAtEnd
    return { first, end, offset, height, scrollTop, count, following, away, unseen }
  }
}
