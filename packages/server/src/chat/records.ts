import { TranscriptReader, type TranscriptRecord } from '@mission-control/protocol'
import { chunkText } from '../chunk-text.ts'
import { listOutput } from '../store/output.ts'
import type { Db } from '../store/schema.ts'

/** Chunks read at a time: 64 KiB each at most. */
const PAGE = 16

/** Reads a run's transcript as it grows; each record has its number, from 1 on. */
export class Records {
  readonly #db: Db
  readonly #reader = new TranscriptReader()
  readonly #after: number
  #seq = 0
  #number = 0

  /** `after`: the number of the last record to skip. */
  constructor(db: Db, after: number) {
    this.#db = db
    this.#after = after
  }

  /** Yields the stored records that haven't been read yet. */
  async *readOn(runId: string): AsyncGenerator<{ number: number; record: TranscriptRecord }> {
    for (;;) {
      const chunks = await listOutput(this.#db, runId, this.#seq, PAGE)
      for (const { seq, stream, data } of chunks) {
        this.#seq = seq
        if (stream !== 'agent') continue
        for (const record of this.#reader.add(chunkText(data))) {
          this.#number++
          if (this.#number > this.#after) yield { number: this.#number, record }
        }
      }
      if (chunks.length < PAGE) return
    }
  }
}
