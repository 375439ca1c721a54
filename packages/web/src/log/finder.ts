import type { Viewport } from '../rows/viewport.ts'
import type { Clip } from './clip.ts'
import { CLIP } from './height-map.ts'
import type { LogSource } from './log-source.ts'
import { MATCHES_MAX, Search } from './search.ts'
import type { Mark } from './spans.ts'

/** ms that one slice of the search may take. */
const SLICE_MS = 8
/** Matches that are marked in a line; each is an element. */
const MARKS_MAX = 400
const NO_MARKS: readonly Mark[] = []

export interface Found {
  query: string
  count: number
  /** The current match, from 0; -1: none. */
  current: number
  /** Everything has been looked through. */
  done: boolean
  /** There may be more than are counted. */
  enough: boolean
}

const NOTHING: Found = { query: '', count: 0, current: -1, done: true, enough: false }

/** Searches a log for a person, slice by slice, beginning with what is in sight. */
export class Finder {
  readonly #source: LogSource
  readonly #viewport: Viewport
  readonly #listeners = new Set<() => void>()
  #search: Search | null = null
  #found = NOTHING
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Where the first match is to be looked for. */
  #from = 0
  #marks = new Map<number, readonly Mark[]>()

  constructor(source: LogSource, viewport: Viewport) {
    this.#source = source
    this.#viewport = viewport
  }

  readonly get = (): Found => this.#found

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  find(query: string): void {
    const { current } = this.#found
    this.#from =
      this.#search && current >= 0 ? this.#search.match(current).line : this.#viewport.row
    this.#search = query === '' ? null : new Search(this.#source.content, query)
    this.#show({ ...NOTHING, query, done: query === '' })
    this.goOn()
  }

  /** The log has grown, or there is something left to look through. */
  goOn(): void {
    if (this.#search) this.#timer ??= setTimeout(() => this.#slice())
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Goes to the next match, or with -1 to the previous one; wraps around at the ends. */
  step(by: 1 | -1): void {
    const { count, current } = this.#found
    if (count > 0) this.#goTo((current + by + count) % count)
  }

  marksIn(line: number): readonly Mark[] {
    if (!this.#search) return NO_MARKS
    const [whole, end] = this.#search.placesIn(line)
    if (whole === end) return NO_MARKS
    const { current } = this.#found
    const around = current >= whole && current < end ? current - MARKS_MAX / 2 : whole
    const first = Math.max(whole, around)
    const marks = Array.from({ length: Math.min(end - first, MARKS_MAX) }, (_, place) => {
      const { from, to } = this.#search!.match(first + place)
      return { from, to, current: first + place === current }
    })
    // The same marks are the same object: a row that hasn't changed isn't drawn again.
    const known = this.#marks.get(line)
    if (known && areSame(known, marks)) return known
    if (this.#marks.size > 1000) this.#marks.clear()
    this.#marks.set(line, marks)
    return marks
  }

  /** The part of the line to show so that the match in it can be seen; null: its usual one. */
  clipOf(line: number): Clip | null {
    const { current } = this.#found
    if (!this.#search || current < 0) return null
    const match = this.#search.match(current)
    if (match.line !== line || match.to <= CLIP) return null
    return { from: Math.max(0, match.from - CLIP / 2), to: match.to + CLIP / 2 }
  }

  #slice(): void {
    this.#timer = undefined
    const search = this.#search
    if (!search) return
    const until = performance.now() + SLICE_MS
    const done = search.step(() => performance.now() > until)
    const { current } = this.#found
    this.#show({ ...this.#found, count: search.count, done, enough: search.count >= MATCHES_MAX })
    if (current < 0 && search.count > 0) this.#goToFirst(search, done)
    if (!done) this.goOn()
  }

  #goToFirst(search: Search, done: boolean): void {
    const [first] = search.placesIn(this.#from)
    if (first < search.count) this.#goTo(first)
    else if (done) this.#goTo(0)
  }

  #goTo(place: number): void {
    this.#show({ ...this.#found, current: place })
    this.#viewport.reveal(this.#search!.match(place).line)
  }

  #show(found: Found): void {
    this.#found = found
    for (const listener of this.#listeners) listener()
  }
}

function areSame(a: readonly Mark[], b: readonly Mark[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ from, to, current }, place) => {
      const other = b[place]!
      return from === other.from && to === other.to && current === other.current
    })
  )
}
