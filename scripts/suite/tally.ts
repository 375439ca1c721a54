import type { TestEvent } from 'node:test/reporters'
import { LastWords, tellCrash } from './crash.ts'

/**
 * Counts what ran, from the runner's events: tests without tests inside, suites never, skipped and
 * `todo` ones neither. Node's own summary counts a file without tests as passed, and one that left
 * with `process.exit(0)` in the middle as well: here only a file that came to its end is believed.
 */
export class Tally {
  passed = 0
  failed = 0
  readonly #files: readonly string[]
  readonly #finished = new Set<string>()
  /** With the error of each. */
  readonly #brokenFiles = new Map<string, Error>()
  readonly #lastWords = new Map<string, LastWords>()
  /** How deep each file's latest result was: a test follows right on the tests inside it. */
  readonly #depth = new Map<string, number>()

  constructor(files: readonly string[]) {
    this.#files = files
  }

  add({ type, data }: TestEvent): void {
    if (type === 'test:summary' && data.file) this.#finished.add(data.file)
    if (type === 'test:stderr' || type === 'test:diagnostic') this.#hear(data.file, data.message)
    if (type !== 'test:pass' && type !== 'test:fail') return
    const file = data.file ?? ''
    if (data.nesting === 0 && data.name === file) {
      if (type === 'test:fail') this.#brokenFiles.set(file, data.details.error)
      return
    }
    const isParent = (this.#depth.get(file) ?? 0) > data.nesting
    this.#depth.set(file, data.nesting)
    if (data.skip !== undefined || data.todo !== undefined) return
    if (type === 'test:pass') {
      if (!isParent && data.details.type !== 'suite') this.passed++
    } else if (!isFailureOfPart(data.details.error)) this.failed++
  }

  /** Adds the files that crashed, left early or had no tests; returns lines that say why. */
  close(): string[] {
    const lines: string[] = []
    for (const file of this.#files) {
      const error = this.#brokenFiles.get(file)
      if (!error && this.#finished.has(file)) continue
      this.failed++
      const lastWords = this.#lastWords.get(file) ?? new LastWords()
      const [what, ...more] = error
        ? tellCrash(error, lastWords)
        : ['has no tests or left before their end', ...lastWords.lines]
      lines.push(`${file} ${what}`, ...more.map((line) => `    ${line}`))
    }
    return lines
  }

  #hear(file = '', text: string): void {
    const heard = this.#lastWords.get(file) ?? new LastWords()
    heard.add(text.endsWith('\n') ? text : `${text}\n`)
    this.#lastWords.set(file, heard)
  }
}

/** A parent that failed because a test inside it did has been counted there. */
function isFailureOfPart(error: unknown): boolean {
  return (error as { failureType?: string } | undefined)?.failureType === 'subtestsFailed'
}
