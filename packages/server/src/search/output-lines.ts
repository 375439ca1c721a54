import type { OutputStream } from '@mission-control/protocol'

/**
 * Splits output into lines per stream, each at the place where it began, as the dashboard shows and numbers
 * them.
 */
export class OutputLines {
  readonly lines: string[] = []
  /** The unfinished line of each stream. */
  readonly #open = new Map<OutputStream, number>()

  add(stream: OutputStream, text: string): void {
    let from = 0
    while (from < text.length) {
      const end = text.indexOf('\n', from)
      const piece = text.slice(from, end < 0 ? text.length : end)
      const open = this.#open.get(stream)
      if (open === undefined) {
        const index = this.lines.push(piece) - 1
        if (end < 0) this.#open.set(stream, index)
      } else {
        this.lines[open] += piece
        if (end >= 0) this.#open.delete(stream)
      }
      if (end < 0) return
      from = end + 1
    }
  }
}
