/** A frame of which no more than so much has come needs no place. */
const SMALL = 512 * 1024
/** So many large frames are on their way in, or wait to be stored, at a time, whoever sends them. */
const PLACES = 2
/**
 * While others wait, one has to be there within so many ms; twice as many each time that it was not, so
 * that also a slow link carries it in the end.
 */
const ARRIVES_WITHIN = 20_000
const LONGEST = 320_000

/** A connection over which a large frame comes. */
export interface Sender {
  /** One of several connections of a desktop has a place at a time. */
  desktopId: string
  hold(): void
  goOn(): void
  /** It keeps others waiting. */
  drop(): void
}

/**
 * Large frames come in two at a time, over all runners: what the server takes for them doesn't grow with
 * the number of those who send some. Others aren't read until there is a place.
 */
export class LargeFrames {
  readonly #placed = new Map<Sender, { since: number; isDropped: boolean }>()
  /** How long a desktop has whose last one was not there in time, in ms. */
  readonly #patience = new Map<string, number>()
  readonly #waiting = new Set<Sender>()
  #timer: NodeJS.Timeout | undefined

  /** So many bytes of a frame have come. */
  grow(sender: Sender, bytes: number): void {
    if (bytes <= SMALL || this.#placed.has(sender) || this.#waiting.has(sender)) return
    this.#waiting.add(sender)
    sender.hold()
    this.#place()
  }

  /** Its large frame is dealt with, or never will be. */
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
