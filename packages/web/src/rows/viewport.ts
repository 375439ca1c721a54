import { ScrollMap } from './scroll-map.ts'

/** Rows that exist above and below what is in sight. */
const OVERSCAN = 12

/** The height, and so the place, of each row of a growing list. */
export interface RowHeights {
  readonly count: number
  readonly total: number
  /** Takes in what the list has got since. */
  update(): void
  heightOf(row: number): number
  topOf(row: number): number
  /** The row that is at this height; the last one if that is below all. */
  rowAt(top: number): number
  /** Returns whether that was news. */
  measured(row: number, height: number): boolean
}

export interface Sight {
  /** The rows that are to exist: from the first up to, not including, the end. */
  first: number
  end: number
  /** px from the top of the scrolled element to the first of them. */
  offset: number
  /** The height of the scrolled element, in px. */
  height: number
  /** Where the scroll bar has to be. */
  scrollTop: number
  count: number
  following: boolean
  /** The end is further down. */
  away: boolean
  /** Rows that have come since it stopped following. */
  unseen: number
}

/** Which part of a list is in sight, and whether it stays at the end while the list grows. */
export class Viewport {
  readonly #heights: RowHeights
  readonly #scroll = new ScrollMap()
  readonly #listeners = new Set<() => void>()
  #view = 0
  #following = true
  /** The last known place of the scroll bar. */
  #placed: number | null = null
  /** Rows that were there when it stopped following. */
  #seen = 0
  #sight: Sight

  constructor(heights: RowHeights) {
    this.#heights = heights
    this.#sight = this.#look()
  }

  readonly get = (): Sight => this.#sight

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The first row in sight. */
  get row(): number {
    return this.#heights.rowAt(this.#scroll.top)
  }

  /** The list has grown. */
  update(): void {
    this.#heights.update()
    this.#arrange()
  }

  /** `view`: how much is in sight, in px. `reshape`: gives the rows the heights that they have there. */
  resize(view: number, reshape?: () => void): void {
    const { row } = this
    // What was not shown at all may have lost its place.
    if (this.#view === 0) this.#placed = null
    this.#view = view
    reshape?.()
    this.#scroll.resize(this.#heights.total, view)
    if (!this.#following) this.#scroll.goTo(this.#heights.topOf(row))
    this.#arrange()
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
    // The viewport's own scrolling, or too little to change a row.
    if (Math.abs(scrollTop - this.#scroll.scrollTop) < 1) return
    const isUp = scrollTop < this.#scroll.scrollTop - 1
    this.#scroll.moveTo(scrollTop)
    if (this.#isAtEnd) this.#following = true
    else if (isUp) this.#stop()
    this.#arrange()
  }

  /** Somebody is about to scroll up. */
  stopFollowing(): void {
    if (this.#scroll.end === 0) return
    this.#stop()
    this.#arrange()
  }

  /** What is in sight is about to change its height: it stays where it is, also at the end. */
  readonly hold = (): void => {
    this.#stop()
    this.#arrange()
  }

  jumpToEnd(): void {
    this.#following = true
    this.#arrange()
  }

  /** Scrolls the row to the middle, unless it is in sight. */
  reveal(row: number): void {
    this.update()
    const top = this.#heights.topOf(row)
    const bottom = top + this.#heights.heightOf(row)
    if (top >= this.#scroll.top && bottom <= this.#scroll.top + this.#view) return
    this.#stop()
    this.#scroll.goTo(top - this.#view / 3)
    this.#arrange()
  }

  /** Takes the measured heights of rows. Changes above the first row in sight move nothing. */
  measured(rows: Iterable<[row: number, height: number]>): void {
    const { row } = this
    const into = this.#scroll.top - this.#heights.topOf(row)
    let isNews = false
    for (const [each, height] of rows) isNews = this.#heights.measured(each, height) || isNews
    if (!isNews) return
    this.#scroll.resize(this.#heights.total, this.#view)
    this.#scroll.goTo(this.#heights.topOf(row) + into)
    this.#arrange()
  }

  get #isAtEnd(): boolean {
    return this.#scroll.top >= this.#scroll.end - 2
  }

  #stop(): void {
    if (this.#following) this.#seen = this.#heights.count
    this.#following = false
  }

  #arrange(): void {
    this.#scroll.resize(this.#heights.total, this.#view)
    if (this.#following) this.#scroll.goTo(this.#scroll.end)
    this.#sight = this.#look()
    for (const listener of this.#listeners) listener()
  }

  #look(): Sight {
    const { top, scrollTop, height } = this.#scroll
    const { count } = this.#heights
    const first = Math.max(0, this.#heights.rowAt(top) - OVERSCAN)
    const end = Math.min(count, this.#heights.rowAt(top + this.#view) + 1 + OVERSCAN)
    const offset = scrollTop + this.#heights.topOf(first) - top
    const following = this.#following
    const unseen = following ? 0 : count - this.#seen
    const away = !following && !this.#isAtEnd
    return { first, end, offset, height, scrollTop, count, following, away, unseen }
  }
}
