import { OUTPUT_START, type OutputPosition } from '@mission-control/protocol/runner'
import { type Chunk, Chunks } from '../spool/chunks.ts'
import { SpoolError, SpoolReader } from '../spool/reader.ts'

/** Bytes that may be under way to the server without its word that they are stored. */
const WINDOW_BYTES = 4 * 1024 * 1024
/** Bytes that one turn of the loop takes from a spool: the other runs want their turn too. */
const TURN_BYTES = 1024 * 1024

/** `all`: everything that is in the spool now has been handed out. */
export type Pumped = 'all' | 'window_full' | 'more'

/** A run's output on its way up, from the place that the server has durably. */
export class RunOutput {
  readonly #reader: SpoolReader
  #chunks = new Chunks()
  #stored: OutputPosition = OUTPUT_START

  constructor(spool: string, buffer: Buffer<ArrayBuffer>) {
    this.#reader = new SpoolReader(spool, buffer)
  }

  /** After the last chunk that was handed out. */
  get position(): OutputPosition {
    return this.#chunks.position
  }

  /** Goes on at `stored`: what was under way to the server is read again. */
  rewind(stored: OutputPosition): void {
    this.#stored = stored
    this.#chunks = new Chunks(stored)
    this.#reader.rewind()
  }

  acknowledged(stored: OutputPosition): void {
    this.#stored = stored
  }

  /** `final`: nothing will be added to the spool any more. Throws {@link SpoolError} when it is damaged. */
  pump(final: boolean, send: (chunk: Chunk) => void): Pumped {
    let taken = 0
    while (bytes(this.#chunks.position) - bytes(this.#stored) < WINDOW_BYTES) {
      if (taken >= TURN_BYTES) return 'more'
      const records = this.#reader.read()
      if (records.length === 0) {
        if (!final) return 'all'
        if (this.#chunks.behind) throw new SpoolError('the spool holds less than the server has')
        this.#chunks.rest().forEach(send)
        return 'all'
      }
      for (const { data } of records) taken += data.length
      this.#chunks.of(records).forEach(send)
    }
    return 'window_full'
  }

  close(): void {
    this.#reader.close()
  }
}

const bytes = ({ stdout, stderr, system, agent }: OutputPosition) =>
  stdout + stderr + system + agent
