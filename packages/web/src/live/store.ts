import type { ActivityEvent, LiveEvent } from '@mission-control/protocol'
import { fold } from './fold.ts'
import { type Live, NOTHING_YET } from './live.ts'
import type { Message } from './messages.ts'

type Passing = ActivityEvent | LiveEvent
type Listener = () => void

/**
 * Holds the one state and tells who looks at it. Messages that come together, in one frame of the
 * screen, are folded together: however fast they come, the page renders once a frame.
 */
export class LiveStore {
  #live: Live = NOTHING_YET
  #waiting: Message[] = []
  #scheduled = false
  readonly #listeners = new Set<Listener>()
  readonly #watchers = new Set<(event: Passing) => void>()
  readonly #schedule: (run: () => void) => void

  /** `schedule` runs what it is given before the screen is painted next. */
  constructor(schedule: (run: () => void) => void) {
    this.#schedule = schedule
  }

  readonly get = (): Live => this.#live

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Every event of the stream as it passes, for what keeps more of it than the state does: a log. */
  watch(watcher: (event: Passing) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  readonly send = (message: Message): void => {
    this.#waiting.push(message)
    if (message.type === 'event' || message.type === 'live') this.#show(message.event)
    if (this.#scheduled) return
    this.#scheduled = true
    this.#schedule(() => this.#fold())
  }

  #show(event: Passing | { type: string }): void {
    if (event.type.startsWith('desktop.')) return
    for (const watcher of this.#watchers) watcher(event as Passing)
  }

  #fold(): void {
    this.#scheduled = false
    const messages = this.#waiting
    this.#waiting = []
    const next = fold(this.#live, messages)
    if (next === this.#live) return
    this.#live = next
    for (const listener of this.#listeners) listener()
  }
}

/** Frames stop in a tab that nobody sees; its title still counts what waits. */
export function beforePaint(run: () => void): void {
  if (document.hidden) setTimeout(run, 200)
  else requestAnimationFrame(run)
}
