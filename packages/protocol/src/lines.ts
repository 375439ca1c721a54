/** The most characters of a line that stands for a whole text. */
const LENGTH = 200

const ESC = '\\u001b'
const BEL = '\\u0007'

/**
 * Escape sequences, which a terminal obeys and doesn't show. One that the end cuts off counts as
 * well.
 */
const ESCAPES = new RegExp(
  [
    // Control sequences: colours, cursor movements.
    `(?:${ESC}\\[|\\u009b)[0-?]*[ -/]*(?:[@-~]|$)`,
    // Strings, such as a window's title or a link's address, with their terminator.
    `${ESC}[\\]PX^_][^${ESC}${BEL}]*(?:${BEL}|${ESC}\\\\|${ESC}?$)`,
    `${ESC}[ -/]*[0-~]?`,
  ].join('|'),
  'g',
)

/** The first line that isn't blank, cut to 200 characters: what a command or a prompt is called by. */
export function firstLine(text: string): string {
  return cut(text.trimStart().split('\n', 1)[0] as string)
}

/**
 * The last line of a program's output that shows something, as a terminal would show it: what follows
 * a carriage return counts as a line, since it overwrites what was before. Without escape sequences
 * and control characters, cut to 200 characters; null if there is none.
 */
export function lastLine(text: string): string | null {
  let end = text.length
  while (end > 0) {
    let start = end
    while (start > 0 && !endsLine(text.charCodeAt(start - 1))) start--
    const shown = shownOf(text.slice(start, end))
    if (shown !== '') return cut(shown)
    end = start - 1
  }
  return null
}

/** Line feed or carriage return. */
function endsLine(code: number): boolean {
  return code === 10 || code === 13
}

/** The line as it reads: without escape sequences, and with blanks in place of other controls. */
export function readableLine(line: string): string {
  return /\p{Cc}/u.test(line) ? line.replace(ESCAPES, '').replace(/\p{Cc}/gu, ' ') : line
}

function shownOf(line: string): string {
  return line
    .replace(ESCAPES, '')
    .replaceAll('\t', ' ')
    .replace(/\p{Cc}/gu, '')
    .trim()
}

function cut(line: string): string {
  return line.length > LENGTH ? `${line.slice(0, LENGTH - 1).toWellFormed()}…` : line
}
