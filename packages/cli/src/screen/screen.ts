import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'
import type { Column, Style } from './column.ts'
import { fill } from './template.ts'

/** How somebody wants to read the results. */
export interface Wanted {
  json?: true
  quiet?: true
  template?: string
}

/** The exit code when a pipe's reader has gone, as of a program that SIGPIPE ends. */
const BROKEN_PIPE = 141

/** How results reach whoever reads them: people in words and tables, programs as JSON or by a template. */
export class Screen {
  readonly json: boolean
  readonly #template: string | undefined
  readonly #quiet: boolean

  constructor({ json, template, quiet }: Wanted) {
    this.json = json === true
    this.#template = template
    this.#quiet = quiet === true
    process.stdout.on('error', endOnBrokenPipe)
  }

  /** Nobody has asked for JSON, ids or a template. */
  get forPeople(): boolean {
    return !this.json && this.#template === undefined && !this.#quiet
  }

  /** For a person, in colour where that is shown. */
  styled(style: Style, text: string): string {
    return styleText(style, text, { stream: process.stdout })
  }

  line(text: string): void {
    process.stdout.write(`${text}\n`)
  }

  /** What is going on, apart from the result. */
  note(text: string): void {
    const shown = styleText('dim', text, { stream: process.stderr })
    process.stderr.write(`${shown}\n`)
  }

  /**
   * A note for somebody who watches; left out if it goes to a file, where it would mix with the command's
   * output.
   */
  progress(text: string): void {
    if (process.stderr.isTTY) this.note(text)
  }

  /** One thing; `words` says it to a person. */
  value<T>(value: T, words: (value: T) => string): void {
    if (!this.#forPrograms(value)) this.line(words(value))
  }

  /** A list of things; `none` is said to a person where there are none. */
  async list<T>(items: readonly T[], columns: readonly Column<T>[], none: string): Promise<void> {
    if (this.json) return this.line(JSON.stringify(items, null, 2))
    if (this.#template !== undefined || this.#quiet) {
      for (const item of items) this.#forPrograms(item)
      return
    }
    if (items.length === 0) return this.note(none)
    await this.#table(items, columns, process.stdout)
  }

  /** How several things came out; it isn't their output, so it goes to standard error. */
  async summary<T>(items: readonly T[], columns: readonly Column<T>[]): Promise<void> {
    await this.#table(items, columns, process.stderr)
  }

  /** One of a stream of events. */
  event<T>(event: T, words: (event: T) => string): void {
    if (this.json) this.line(JSON.stringify(event))
    else if (!this.#forPrograms(event)) this.line(words(event))
  }

  /** Something was done: a program is given what has come of it, a person a sentence. */
  done<T>(value: T, sentence: string): void {
    if (!this.#forPrograms(value)) this.line(sentence)
  }

  async #table<T>(items: readonly T[], columns: readonly Column<T>[], stream: WriteStream) {
    const { tableOf } = await import('./table.ts')
    const width = stream.isTTY ? stream.columns : undefined
    const styled = (style: Style, text: string) => styleText(style, text, { stream })
    stream.write(`${tableOf(items, columns, width, styled).join('\n')}\n`)
  }

  #forPrograms(value: unknown): boolean {
    if (this.json) this.line(JSON.stringify(value, null, 2))
    else if (this.#template !== undefined) this.line(fill(this.#template, value))
    else if (this.#quiet) this.line(String((value as { id?: unknown } | undefined)?.id ?? ''))
    else return false
    return true
  }
}

/** The reader has seen enough, which is no error. */
function endOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(BROKEN_PIPE)
}
