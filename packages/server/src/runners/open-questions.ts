import type { Room } from '../permissions/ask.ts'
import { sumOpenOnDesktop } from '../store/permissions.ts'
import type { Tx } from '../store/schema.ts'

/** How many questions of one desktop's agents may wait for answers, and how many bytes of them. */
const COUNT_MAX = 200
const BYTES_MAX = 2 * 1024 * 1024
/**
 * The count is read from the store at most this often, in ms: only then do answered questions make
 * room.
 */
const COUNT_EVERY = 1_000

/** How many questions wait on one desktop. The count may be too high, never too low. */
export class OpenQuestions implements Room {
  readonly #desktopId: string
  #count = Number.POSITIVE_INFINITY
  #bytes = 0
  #countedAt = Number.NEGATIVE_INFINITY

  constructor(desktopId: string) {
    this.#desktopId = desktopId
  }

  async take(tx: Tx, question: string): Promise<string | null> {
    const bytes = Buffer.byteLength(question)
    if (!this.#fits(bytes) && performance.now() - this.#countedAt >= COUNT_EVERY) {
      const open = await sumOpenOnDesktop(tx, this.#desktopId)
      this.#count = open.count
      this.#bytes = open.bytes
      this.#countedAt = performance.now()
    }
    if (!this.#fits(bytes)) {
      return `Too many questions wait on this desktop (at most ${COUNT_MAX}, of ${BYTES_MAX / 1024 / 1024} MiB together). Answer some first.`
    }
    this.#count++
    this.#bytes += bytes
    return null
  }

  #fits(bytes: number): boolean {
    return this.#count < COUNT_MAX && this.#bytes + bytes <= BYTES_MAX
  }
}
