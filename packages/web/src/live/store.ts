import type { ActivityEvent, DesktopChatEvent, LiveEvent } from '@mission-control/protocol'
import { fold } from './fold.ts'
import { type Live, NOTHING_YET } from './live.ts'
import type { Message } from './messages.ts'

/** The events of the stream, for parts that keep more of them than the state does. */
export type Passing = ActivityEvent | LiveEvent | DesktopChatEvent
type Listener = () => void

/** Events of others are shown at most this often, in ms: nobody reads faster, and each time renders the page. */
const NEWS_EVERY = 100

/**
 * Holds the one state and tells who looks at it. Messages that come together are folded together:
 * however fast news comes, the page renders ten times a second. What somebody does here shows in the
 * next frame, and so does its confirmation: until then nothing else can be done with the task.
 */
export class LiveStore {
  #live: Live = NOTHING_YET
  #waiting: Message[] = []
  #scheduled = false
  #news: ReturnType<typeof setTimeout> | undefined
  #foldedAt = 0
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
    const isNews = message.type === 'event' || message.type === 'live'
    if (isNews) this.#show(message.event)
    const mayWait = isNews && !this.#isAwaited(message)
    const wait = mayWait ? this.#foldedAt + NEWS_EVERY - performance.now() : 0
    if (wait <= 0) this.#foldSoon()
    else this.#news ??= setTimeout(() => this.#foldSoon(), wait)
  }

  /** Whether the event is about a task that somebody at this page has just acted on. */
  #isAwaited({ event }: Extract<Message, { type: 'event' | 'live' }>): boolean {
    if (!('taskId' in event.payload)) return false
    const card = this.#live.cards.get(event.payload.taskId)
    return card?.sending !== undefined || card?.before !== undefined
  }

  /** Passes the event to the watchers, except events about desktops, which the state holds in full. */
  #show(event: Passing | { type: string }): void {
    if (event.type.startsWith('desktop.') && event.type !== 'desktop.chat') return
    for (const watcher of this.#watchers) watcher(event as Passing)
  }

  #foldSoon(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.#schedule(() => this.#fold())
  }

  #fold(): void {
    this.#scheduled = false
    clearTimeout(this.#news)
    this.#news = undefined
    this.#foldedAt = performance.now()
    const messages = this.#waiting
    this.#waiting = []
    const next = fold(this.#live, messages)
    if (next === this.#live) return
    this.#live = next
    for (const listener of this.#listeners) listener()
  }
}

/** Frames stop in a hidden tab, but its title still counts what waits. */
export function beforePaint(run: () => void): void {
  if (document.hidden) setTimeout(run, 200)
  else requestAnimationFrame(run)
}
