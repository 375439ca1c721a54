import type { OutputStream } from '@mission-control/protocol'
import { withBackspaces } from './backspace.ts'
import { unfinishedAt, withoutEscapes } from './escapes.ts'
import { Lines } from './lines.ts'
import { plainText, styleAfter } from './sgr.ts'
import { type Accepts, ShownLines } from './shown-lines.ts'
import { PLAIN, type Style } from './style.ts'
import { StyleTable } from './style-table.ts'

const STREAMS = ['stdout', 'stderr', 'agent', 'system'] as const satisfies OutputStream[]

/** What a stream has begun and not ended yet. */
interface Writing {
  /** Its unfinished line; -1: it is at the beginning of one. */
  line: number
  style: Style
  /** The last character was a carriage return: what comes next overwrites the line, unless it ends the line. */
  returned: boolean
  /** The beginning of an escape sequence that isn't complete. */
  unfinished: string
}

export interface Piece {
  stream: OutputStream
  /** ms since 1970. */
  at: number
  data: string
}

/**
 * What a task has printed, as lines: each belongs to the stream that wrote it and stands where it was
 * begun. Lines keep their SGR sequences and lose all others; of a line that was written over and over
 * with carriage returns the last text stays. A return that hides the cause of an error stays in its line.
 */
export class Log {
  readonly #lines = new Lines()
  readonly #styles = new StyleTable()
  readonly #printed = STREAMS.map(() => false)
  #shown: ShownLines | null = null
  readonly #writing = STREAMS.map(
    (): Writing => ({ line: -1, style: PLAIN, returned: false, unfinished: '' }),
  )

  /** The lines that are shown. Everything else that takes a place counts them. */
  get count(): number {
    const { count } = this.#lines
    return this.#shown ? this.#shown.upTo(count) : count
  }

  /** All lines, shown or not. */
  get lines(): number {
    return this.#lines.count
  }

  /** Shows only what it accepts; null: all. */
  show(accepts: Accepts | null): void {
    this.#shown = accepts && new ShownLines(accepts)
  }

  /** The line's number among all, from 0. */
  lineAt(place: number): number {
    return this.#shown ? this.#shown.lineAt(place) : place
  }

  /** Where the line is shown; -1: it isn't. */
  placeOf(line: number): number {
    return this.#shown ? this.#shown.placeOf(line) : line
  }

  textOf(line: number): string {
    return this.#lines.text(line)
  }

  streamOf(line: number): OutputStream {
    return STREAMS[this.#lines.stream(line)]!
  }

  /** The streams that have printed something. */
  get streams(): OutputStream[] {
    return STREAMS.filter((_, number) => this.#printed[number])
  }

  /** The line with its SGR sequences. */
  text(place: number): string {
    return this.textOf(this.lineAt(place))
  }

  /** No line of the same block of 4096 has more characters. */
  longestAround(place: number): number {
    return this.#shown ? Number.POSITIVE_INFINITY : this.#lines.longestAround(place)
  }

  plain(place: number): string {
    return plainText(this.text(place))
  }

  stream(place: number): OutputStream {
    return this.streamOf(this.lineAt(place))
  }

  /** The style in which the line begins. */
  style(place: number): Style {
    return this.#styles.get(this.#lines.style(this.lineAt(place)))
  }

  /** When the line was begun: ms since 1970, to the second. */
  at(place: number): number {
    return this.#lines.at(this.lineAt(place))
  }

  /** The lines that may still change: one a stream at most. */
  unfinished(): number[] {
    return this.#writing
      .filter(({ line }) => line >= 0)
      .map(({ line }) => this.placeOf(line))
      .filter((place) => place >= 0)
  }

  append({ stream, at, data }: Piece): void {
    const number = STREAMS.indexOf(stream)
    const writing = this.#writing[number]
    if (!writing) return // From a newer server.
    const text = writing.unfinished + data
    writing.unfinished = ''
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#write(writing, number, at, text.slice(from, end), true)
      from = end + 1
    }
    if (from < text.length) this.#write(writing, number, at, text.slice(from), false)
  }

  /** Nothing more comes: a sequence that was begun shows as it is. */
  end(): void {
    for (const [number, writing] of this.#writing.entries()) {
      if (writing.unfinished === '') continue
      const rest = writing.unfinished
      writing.unfinished = ''
      this.#put(writing, number, Date.now(), rest, false)
    }
  }

  #write(writing: Writing, number: number, at: number, written: string, ends: boolean): void {
    let text = written
    let anew = false
    if (ends && isComplaint(text, number)) {
      text = withoutEscapes(text)
    } else if (SPECIAL.test(text) || writing.returned) {
      if (!ends) text = this.#keepUnfinished(writing, text)
      const trimmed = withoutReturns(text)
      const last = trimmed.lastIndexOf('\r')
      anew = last >= 0 || (writing.returned && trimmed !== '')
      writing.returned = !ends && (trimmed !== text || (writing.returned && trimmed === ''))
      if (last >= 0) writing.style = styleAfter(trimmed.slice(0, last), writing.style)
      text = withoutEscapes(trimmed.slice(last + 1))
    }
    // What only changes the style begins no line: most programs put the colours back at their end.
    if (!ends && writing.line < 0 && plainText(text) === '') {
      writing.style = styleAfter(text, writing.style)
      return
    }
    this.#put(writing, number, at, text, anew)
    if (ends) writing.line = -1
  }

  #keepUnfinished(writing: Writing, text: string): string {
    const at = unfinishedAt(text)
    if (at < 0) return text
    writing.unfinished = text.slice(at)
    return text.slice(0, at)
  }

  #put(writing: Writing, number: number, at: number, text: string, anew: boolean): void {
    const { line, style } = writing
    if (line < 0) {
      const [, kept] = withBackspaces('', text)
      this.#printed[number] = true
      writing.line = this.#lines.push(kept, number, this.#styles.numberOf(style), at)
    } else {
      const [before, kept] = withBackspaces(anew ? '' : this.#lines.text(line), text)
      this.#lines.setText(line, before + kept)
      if (anew) this.#lines.setStyle(line, this.#styles.numberOf(style))
    }
    writing.style = styleAfter(text, style)
  }
}

function withoutReturns(text: string): string {
  let end = text.length
  while (text[end - 1] === '\r') end--
  return text.slice(0, end)
}

/** Anything that makes a line more than its text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
const SPECIAL = /[\x1b\r]/

/**
 * Whether a program complains of a name that ends with a carriage return, as those of a command with
 * Windows line ends do: `sh: 1: pwd␍: not found`, which would leave nothing but `: not found`, or, at
 * the end of an error, `cd: can't cd to /tmp␍`. No progress bar goes on with a colon or a quote.
 */
function isComplaint(line: string, stream: number): boolean {
  if (!line.includes('\r')) return false
  return /[^\r]\r(?:: |['’"])/.test(line) || (STREAMS[stream] === 'stderr' && COMPLAINT.test(line))
}

const COMPLAINT = /^[\w./+-]+: [^\r]*[^\r]\r$/
