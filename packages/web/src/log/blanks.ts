import { blanks as words } from '../strings/en/blanks.ts'
import { type Part, visibleParts } from './visible.ts'

/** A run of this many blanks, or blank lines, would push what follows out of sight, so its count stands for it. */
const BLANKS_MAX = 100
const BLANK_LINES_MAX = 20

/** Every character that looks empty and takes room, such as the empty braille pattern. */
const BLANK = '[\\t \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u2800\\u3000]'
const RUN = new RegExp(`${BLANK}{${BLANKS_MAX},}`, 'g')
const BLANK_LINE = new RegExp(`^${BLANK}*$`)

/** The lines of a text as they are shown: nothing hidden, and nothing pushed out of sight. */
export function shownLines(text: string): Part[][] {
  const lines = text.split('\n')
  const shown: Part[][] = []
  let blank = 0
  const passBlank = (until: number) => {
    if (blank > BLANK_LINES_MAX) shown.push([count(words.blankLines(blank))])
    else for (const line of lines.slice(until - blank, until)) shown.push(lineOf(line))
    blank = 0
  }
  for (const [at, line] of lines.entries()) {
    if (BLANK_LINE.test(line)) {
      blank++
      continue
    }
    passBlank(at)
    shown.push(lineOf(line))
  }
  passBlank(lines.length)
  return shown
}

/** The text in one line, for titles, labels and notifications. */
export function visible(text: string): string {
  return lineOf(text)
    .map((part) => part.text)
    .join('')
}

function lineOf(line: string): Part[] {
  return visibleParts(line).flatMap(withoutRuns)
}

function withoutRuns(part: Part): Part[] {
  if (part.symbol || part.length < BLANKS_MAX) return [part]
  const parts: Part[] = []
  let from = 0
  const pass = (to: number) => {
    const text = part.text.slice(from, to)
    if (text !== '') parts.push({ text, symbol: false, length: text.length })
  }
  for (const { 0: run, index } of part.text.matchAll(RUN)) {
    pass(index)
    parts.push(count(words.blanks(run.length)))
    from = index + run.length
  }
  pass(part.length)
  return parts
}

function count(text: string): Part {
  return { text, symbol: true, length: text.length }
}
