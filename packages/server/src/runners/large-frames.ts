/** A frame needs no place until more than this has arrived, in bytes. */
const SMALL = 512 * 1024
/** How many large frames may be arriving or waiting to be stored at a time, over all runners. */
const PLACES = 2
/**
 * While others wait, a large frame has to arrive within this time, in ms. Each time that it
 * doesn't, its desktop gets twice as long, so that a slow link carries it in the end.
 */
const ARRIVES_WITHIN = 20_000
const LONGEST = 320_000

/** A connection over which a large frame comes. */
export interface Sender {
  /** A desktop has one place at a time, however many connections it has. */
  desktopId: string
  hold(): void
  goOn(): void
  /** It keeps others waiting. */
  drop(): void
}

/**
 * Lets large frames in two at a time, over all runners, so that their memory doesn't grow with the
 * number of senders. Other senders aren't read until a place is free.
 */
export class LargeFrames {
  readonly #placed = new Map<Sender, { since: number; isDropped: boolean }>()
  /** How long a desktop has if its last large frame was too slow, in ms. */
  readonly #patience = new Map<string, number>()
  readonly #waiting = new Set<Sender>()
  #timer: NodeJS.Timeout | undefined

  /** Counts bytes of a frame that arrived. */
  grow(sender: Sender, bytes: number): void {
    if (bytes <= SMALL || this.#placed.has(sender) || this.#waiting.has(sender)) return
    this.#waiting.add(sender)
    sender.hold()
    this.#place()
  }

  /** The sender's large frame is stored, or never will be. */
  leave(sender: Sender): void {
    const place = this.#placed.get(sender)
    if (place && !place.isDropped) this.#patience.delete(sender.desktopId)
    this.#placed.delete(sender)
    if (this.#waiting.delete(sender)) sender.goOn()
    this.#place()
  }

  #place(): void {
    for (const sender of this.#waiting) {
      if (this.#placed.size >= PLACES) break
      const { desktopId } = sender
      if ([...this.#placed.keys()].some((each) => each.desktopId === desktopId)) continue
      this.#waiting.delete(sender)
      this.#placed.set(sender, { since: performance.now(), isDropped: false })
      sender.goOn()
    }
    if (this.#waiting.size === 0) {
      clearTimeout(this.#timer)
      this.#timer = undefined
    } else {
      this.#timer ??= setTimeout(() => this.#clear(), ARRIVES_WITHIN / 10).unref()
    }
  }

  #clear(): void {
    this.#timer = undefined
    const now = performance.now()
    for (const [sender, place] of this.#placed) {
      const patience = this.#patience.get(sender.desktopId) ?? ARRIVES_WITHIN
      if (place.isDropped || now - place.since <= patience) continue
      place.isDropped = true
      this.#patience.set(sender.desktopId, Math.min(patience * 2, LONGEST))
      sender.drop()
    }
    this.#place()
  }
}
