import type { OutputChunk } from '@mission-control/protocol'
import { Intake } from './intake.ts'
import { type Chunk, type LiveChunk, OutputFeed } from './output-feed.ts'

/** What is made of a run's output: lines of text, or what an agent does. */
export interface Content {
  append(chunk: Chunk): void
  /** Nothing more comes. */
  end(): void
}

export type OutputState =
  | { state: 'loading' }
  | { state: 'ready' }
  | { state: 'refused'; error: unknown }

export interface Snapshot {
  /** Changes whenever the content changes. */
  version: number
  state: OutputState
}

/** How often an output is shown while it loads, in ms: showing costs more than taking in. */
const LOADING_MS = 120

interface Options<T extends Content> {
  content: T
  fetchPage: (query: { after: number; limit: number }) => Promise<OutputChunk[]>
  schedule: (run: () => void) => void
}

/** One task's output as it grows, for a component to subscribe to. */
export class OutputSource<T extends Content> {
  readonly content: T
  readonly #listeners = new Set<() => void>()
  readonly #feed: OutputFeed
  readonly #intake: Intake
  #isOver = false
  /** The outcome of the last fetch; null: none has ended. */
  #looked: OutputState | null = null
  #shownAt = 0
  #snapshot: Snapshot = { version: 0, state: { state: 'loading' } }

  constructor({ content, fetchPage, schedule }: Options<T>) {
    this.content = content
    this.#intake = new Intake({
      take: (chunk) => content.append(chunk),
      changed: () => this.#changed(),
      schedule,
    })
    this.#feed = new OutputFeed({
      fetchPage,
      take: (chunks) => this.#intake.push(chunks),
      now: Date.now,
    })
  }

  readonly get = (): Snapshot => this.#snapshot

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  pass(chunk: LiveChunk): void {
    this.#feed.pass(chunk)
  }

  /** Fetches what is missing; what was refused shows. */
  async catchUp(): Promise<void> {
    try {
      await this.#feed.catchUp()
      this.#looked = { state: 'ready' }
    } catch (error) {
      this.#looked = { state: 'refused', error }
    }
    this.#show()
  }

  /** Nothing more is printed: once all is here, what was begun at the end shows as it is. */
  finish(): void {
    this.#isOver = true
    this.#end()
    this.#show()
  }

  #end(): void {
    if (this.#isOver && this.#intake.isEmpty) this.content.end()
  }

  #changed(): void {
    this.#end()
    const isLoading = this.#looked === null || !this.#intake.isEmpty
    if (!isLoading || performance.now() - this.#shownAt > LOADING_MS) this.#show()
  }

  #show(): void {
    this.#shownAt = performance.now()
    const { version, state } = this.#snapshot
    const isShown = this.#looked && (this.#intake.isEmpty || state.state !== 'loading')
    this.#snapshot = { version: version + 1, state: isShown ? this.#looked! : state }
    for (const listener of this.#listeners) listener()
  }
}
