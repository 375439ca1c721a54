import type { Metrics } from '@mission-control/protocol'
import { type Core, transact } from '../core.ts'
import { toDesktopEvent } from '../desktops/present.ts'
import { minuteOf } from '../metrics/minute.ts'
import { recordMetrics } from '../metrics/record.ts'
import { recordBeats } from '../store/heartbeats.ts'
import type { DesktopRow, Tx } from '../store/schema.ts'
import { withEach } from '../store/together.ts'
import { revive } from './greet.ts'

/** Heartbeats that come within this time share a commit, in ms: each by itself would cost an fsync. */
const TOGETHER = 250
/** The most that share one, so that others can write in between. */
const MOST = 256
/** The pause after a commit that failed, in ms. */
const PAUSE = 2_000

/** A connection that speaks for its desktop. */
export interface Speaker {
  readonly desktop: Pick<DesktopRow, 'id' | 'epoch'>
  /** It has said goodbye, or is closed: from then on a heartbeat proves nothing. */
  isOver: boolean
}

interface Beat {
  speaker: Speaker
  metrics: Metrics
  /** In ms since 1970. */
  at: number
}

/** A heartbeat that is stored, with the desktop after it. */
interface Stored {
  beat: Beat
  desktop: DesktopRow
  /** The desktop had counted as gone. */
  isBack: boolean
}

/** The heartbeats of this server's desktops that are not stored yet: the last one of each. */
export class Heartbeats {
  readonly #core: Core
  readonly #waiting = new Map<string, Beat>()
  /** The last minute for which the load of a speaker's desktop is on record. */
  readonly #minutes = new WeakMap<Speaker, number>()
  #timer: NodeJS.Timeout | undefined
  #storing: Promise<void> | undefined

  constructor(core: Core) {
    this.#core = core
  }

  add(speaker: Speaker, metrics: Metrics): void {
    this.#waiting.set(speaker.desktop.id, { speaker, metrics, at: this.#core.now() })
    if (!this.#storing) this.#storeIn(TOGETHER)
  }

  /** Forgets those that wait; resolves when nothing is under way. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#waiting.clear()
    await this.#storing
  }

  #storeIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#storing = this.#storeAll()
    }, ms)
  }

  async #storeAll(): Promise<void> {
    let pause = TOGETHER
    try {
      const beats = [...this.#waiting.values()]
      for (let i = 0; i < beats.length; i += MOST) await this.#store(beats.slice(i, i + MOST))
    } catch (error) {
      this.#core.log.error({ error }, 'could not store heartbeats; the next ones will be')
      pause = PAUSE
    }
    this.#storing = undefined
    // Some have come meanwhile, and some desktops were held by another transaction.
    if (this.#waiting.size > 0) this.#storeIn(pause)
  }

  async #store(beats: Beat[]): Promise<void> {
    for (const beat of beats) if (beat.speaker.isOver) this.#forget(beat)
    const work = (tx: Tx) => this.#write(tx, beats)
    for (const { beat, desktop, isBack } of await transact(this.#core, this.#core.replica, work)) {
      this.#forget(beat)
      this.#minutes.set(beat.speaker, minuteOf(beat.at))
      const event = toDesktopEvent(isBack ? 'desktop.status' : 'desktop.metrics', desktop)
      this.#core.bus.publish('desktops', desktop.workspace_id, event)
    }
  }

  async #write(tx: Tx, beats: Beat[]): Promise<Stored[]> {
    const living = new Map(
      beats.filter(({ speaker }) => !speaker.isOver).map((beat) => [beat.speaker.desktop.id, beat]),
    )
    const rows = await recordBeats(
      tx,
      [...living.values()].map(({ speaker: { desktop }, metrics, at }) => ({
        ...{ id: desktop.id, epoch: desktop.epoch, metrics: JSON.stringify(metrics), at },
      })),
    )
    return await withEach(tx, rows, async (row) => {
      const beat = living.get(row.id)!
      const { speaker, metrics, at } = beat
      const minute = minuteOf(at)
      if (minute > (this.#minutes.get(speaker) ?? 0)) await recordMetrics(tx, row, minute, metrics)
      // Who ends a connection says so before it writes what has become of the desktop.
      const isGone = row.status !== 'running' && !speaker.isOver
      const back = isGone ? await revive(tx, row.id, at) : undefined
      return { beat, desktop: back ?? row, isBack: back !== undefined }
    })
  }

  /** Unless a newer one has come. */
  #forget(beat: Beat): void {
    const { id } = beat.speaker.desktop
    if (this.#waiting.get(id) === beat) this.#waiting.delete(id)
  }
}
