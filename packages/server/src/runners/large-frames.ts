/** A frame of which no more than so much has come needs no place. */
const SMALL = 512 * 1024
/** So many large frames are on their way in, or wait to be stored, at a time, whoever sends them. */
const PLACES = 2
/** While others wait, one has to be there within so many ms. */
const ARRIVES_WITHIN = 20_000

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
  readonly #placed = new Map<Sender, number>()
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
      this.#placed.set(sender, performance.now())
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
    for (const [sender, since] of this.#placed) {
      if (now - since > ARRIVES_WITHIN) sender.drop()
    }
    this.#place()
  }
}
