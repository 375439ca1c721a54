import { styleText } from 'node:util'
import type { OutputChunk, TranscriptRecord } from '@mission-control/protocol'
import { TranscriptReader } from '@mission-control/protocol/client'
import { printable } from '../screen/visible.ts'
import { type Outlet, streamFor, written } from './outlet.ts'

/** Prints what an agent says to standard output, and what it does to standard error. */
export class TranscriptOutlet implements Outlet {
  readonly #reader = new TranscriptReader()
  readonly #decoder = new TextDecoder()
  /** The message whose last line isn't finished yet. */
  #open: string | null = null

  async write({ stream, data }: OutputChunk): Promise<void> {
    const bytes = Buffer.from(data, 'base64')
    if (stream !== 'agent') return await written(streamFor(stream), bytes)
    const text = this.#decoder.decode(bytes, { stream: true })
    for (const record of this.#reader.add(text)) await this.#tell(record)
  }

  async end(): Promise<void> {
    await this.#closeMessage()
  }

  async #tell(record: TranscriptRecord): Promise<void> {
    if (record.type === 'message') {
      if (this.#open !== null && this.#open !== record.id) await this.#closeMessage()
      this.#open = record.id
      return await written(process.stdout, printable(record.text))
    }
    const words = wordsOf(record)
    if (words === null) return
    await this.#closeMessage()
    const shown = styleText('dim', printable(words), { stream: process.stderr })
    await written(process.stderr, `${shown}\n`)
  }

  async #closeMessage(): Promise<void> {
    if (this.#open !== null) await written(process.stdout, '\n')
    this.#open = null
  }
}

/** The words for a record; null: it is shown elsewhere, or only in the transcript itself. */
function wordsOf(record: TranscriptRecord): string | null {
  switch (record.type) {
    case 'tool_call':
      return `· ${record.tool}: ${record.title}`
    case 'tool_result':
      return record.ok ? null : `· failed: ${record.output.split('\n', 1)[0]}`
    case 'permission':
      return record.state === 'asked'
        ? `· asks to use ${record.tool}: ${record.title} (mission-control approvals list)`
        : `· ${record.state}: ${record.title}`
    case 'file_change':
      return `· ${record.change} ${record.path}`
    default:
      return null
  }
}
