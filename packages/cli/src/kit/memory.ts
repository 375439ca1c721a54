import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cliStateFolder } from './config-folder.ts'

/** What is remembered of one server. */
interface Remembered {
  /** What `@last` means, by its kind. */
  last: { task?: string; desktop?: string; approval?: string; key?: string; invitation?: string }
  /** For each task that somebody detached from, the number of the last chunk that was shown. */
  shown: Record<string, number>
}

export type Recalled = keyof Remembered['last']

/** For how many of the newest tasks to keep the position. */
const SHOWN_MAX = 50

/**
 * What this user's earlier commands did on a server: for `@last`, and for an `attach` that goes on where
 * it was. A convenience: it is not synced, and where it can't be kept everything else works.
 */
export class Memory {
  readonly #url: string
  readonly #file: string

  constructor(url: string) {
    this.#url = url
    this.#file = join(cliStateFolder(), 'memory.json')
  }

  last(kind: Recalled): string | undefined {
    return this.#mine(this.#read()).last[kind]
  }

  shownOf(task: string): number {
    return this.#mine(this.#read()).shown[task] ?? 0
  }

  keep(last: Remembered['last'], shown: Remembered['shown'] = {}): void {
    const all = this.#read()
    const mine = this.#mine(all)
    const positions = Object.entries({ ...mine.shown, ...shown }).slice(-SHOWN_MAX)
    all[this.#url] = {
      last: { ...mine.last, ...last },
      shown: Object.fromEntries(positions),
    }
    try {
      mkdirSync(cliStateFolder(), { recursive: true, mode: 0o700 })
      writeFileSync(`${this.#file}.${process.pid}`, JSON.stringify(all), { mode: 0o600 })
      renameSync(`${this.#file}.${process.pid}`, this.#file)
    } catch (error) {
      process.stderr.write(`@last was not kept: ${(error as Error).message}\n`)
    }
  }

  #mine(all: Record<string, Remembered>): Remembered {
    return all[this.#url] ?? { last: {}, shown: {} }
  }

  /** Reads the file; returns nothing if it can't be read. */
  #read(): Record<string, Remembered> {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8'))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (error instanceof SyntaxError || code !== undefined) return {}
      throw error
    }
  }
}
