import type { OutputChunk } from '@mission-control/protocol'
import { type Outlet, streamFor, written } from './outlet.ts'

const LINE_FEED = 10
/** A line that doesn't end is shown in pieces of this size, in bytes. */
const LINE_MAX = 64 * 1024

/** Prints whole lines after the name of their desktop, so that the lines of several don't mix. */
export class PrefixedOutlet implements Outlet {
  readonly #prefix: Buffer
  readonly #begun = new Map<OutputChunk['stream'], Buffer>()

  constructor(prefix: string) {
    this.#prefix = Buffer.from(prefix)
  }

  async write({ stream, data }: OutputChunk): Promise<void> {
    const bytes = Buffer.from(data, 'base64')
    const all = Buffer.concat([this.#begun.get(stream) ?? Buffer.alloc(0), bytes])
    const end = all.lastIndexOf(LINE_FEED) + 1 || (all.length > LINE_MAX ? all.length : 0)
    this.#begun.set(stream, all.subarray(end))
    if (end > 0) await this.#print(stream, all.subarray(0, end))
  }

  async end(): Promise<void> {
    for (const [stream, rest] of this.#begun) if (rest.length > 0) await this.#print(stream, rest)
    this.#begun.clear()
  }

  async #print(stream: OutputChunk['stream'], lines: Buffer): Promise<void> {
    const pieces: Uint8Array[] = []
    for (let from = 0; from < lines.length; ) {
      const end = lines.indexOf(LINE_FEED, from)
      const until = end < 0 ? lines.length : end
      pieces.push(this.#prefix, lines.subarray(from, until), Buffer.of(LINE_FEED))
      from = until + 1
    }
    await written(streamFor(stream), Buffer.concat(pieces))
  }
}
