import { closeSync, readSync } from 'node:fs'
import { openIfThere } from './open-if-there.ts'
import type { Ended, RunLine, Started } from './run-file.ts'

const LINE_FEED = 10

export interface RunState {
  started: Started | null
  ended: Ended | null
}

/** Looks at a run's file again and again while the keeper writes it: a read each time, no more. */
export class RunFileReader {
  readonly #path: string
  readonly #buffer: Buffer
  #fd: number | null = null
  #seen = 0
  #state: RunState = { started: null, ended: null }

  /** The buffer may be shared by readers that take turns; it has room for the whole file. */
  constructor(path: string, buffer: Buffer = Buffer.allocUnsafe(64 * 1024)) {
    this.#path = path
    this.#buffer = buffer
  }

  read(): RunState {
    this.#fd ??= openIfThere(this.#path)
    if (this.#fd === null) return this.#state
    const length = readSync(this.#fd, this.#buffer, 0, this.#buffer.length, 0)
    // What comes after the last line break is nothing, or half a line that may be taken back.
    const end = this.#buffer.subarray(0, length).lastIndexOf(LINE_FEED) + 1
    // Until a line is in it the file may be taken back and made anew: the next look opens what is there then.
    if (end === 0) this.close()
    if (end === this.#seen) return this.#state
    this.#seen = end
    for (const text of this.#buffer.toString('utf8', 0, end).split('\n').slice(0, -1)) {
      const line = parse(text)
      if (line?.t === 'started') this.#state = { ...this.#state, started: line }
      if (line?.t === 'end') this.#state = { ...this.#state, ended: line }
    }
    return this.#state
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd)
    this.#fd = null
  }
}

/** Null for a line that a crash of the machine left unreadable: what it said is not known. */
function parse(text: string): RunLine | null {
  try {
    return JSON.parse(text) as RunLine
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Looks once. */
export function readRunFile(path: string): RunState {
  const reader = new RunFileReader(path)
  const state = reader.read()
  reader.close()
  return state
}
