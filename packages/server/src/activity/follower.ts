import type { OutputNotice } from '../bus/bus.ts'
import { skippedFrame } from './frames.ts'
import { LiveSpell } from './live-spell.ts'
import type { Sink } from './sink.ts'

/**
 * For at most this many tasks a client is told that output was left out. For further ones, the
 * task's end tells it.
 */
const SKIPPED_MAX = 1000

/**
 * A client at the live end of a log. Once it has fallen behind it gets nothing more from here: it
 * is sent the events from the store, and told which output was left out.
 */
export class Follower {
  readonly #sink: Sink
  readonly #spell: LiveSpell<number>
  /** Undefined while there is none: most clients never fall behind. */
  #skipped: Map<string, OutputNotice> | undefined
  readonly #among: ReadonlySet<string> | undefined

  /** `among`: only what happens on these desktops is for the client. */
  constructor(sink: Sink, among?: readonly string[]) {
    this.#sink = sink
    this.#spell = new LiveSpell(sink)
    this.#among = among && new Set(among)
  }

  get seesAll(): boolean {
    return this.#among === undefined
  }

  sees(desktopId: string | null): boolean {
    return this.#among === undefined || (desktopId !== null && this.#among.has(desktopId))
  }

  get isLive(): boolean {
    return this.#spell.isOn
  }

  /** Resolves with the last event that the client was sent before it fell behind; rejects when it is gone. */
  async live(): Promise<number> {
    for (const { taskId, desktopId, seq } of this.#skipped?.values() ?? []) {
      this.#sink.write(skippedFrame({ taskId, desktopId, seq }))
    }
    this.#skipped = undefined
    const position = await this.#spell.begin()
    await this.#sink.drained()
    return position!
  }

  /** `position`: the last event that the client has been sent with this. */
  send(frames: Buffer, position: number): void {
    this.#spell.send(frames, position)
  }

  skip(notice: OutputNotice): void {
    if (!this.sees(notice.desktopId)) return
    this.#skipped ??= new Map()
    this.#skipped.delete(notice.taskId)
    this.#skipped.set(notice.taskId, notice)
    const [oldest] = this.#skipped.keys()
    if (this.#skipped.size > SKIPPED_MAX) this.#skipped.delete(oldest!)
  }
}
