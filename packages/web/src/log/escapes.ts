/**
 * Escape sequences (not by ansi-sequence-parser: it takes all up to the next `m` for one, whatever it
 * is, so text behind a `\x1b[2K` would be lost), in the order of trying: control sequences (SGR among them), strings (titles,
 * hyperlinks, images), and the short ones. A string holds no control character, so that one without
 * an end can't swallow the lines behind it.
 */
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what this is about.
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x00-\x1f\x7f]{0,4096}(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])/g

/** The beginning of one, at the end of the text. */
const UNFINISHED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the same.
  /\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x00-\x1f\x7f]*\x1b?|[ -/]*)$/

/** Longer beginnings are no sequence. */
const UNFINISHED_MAX = 4100

// biome-ignore lint/suspicious/noControlCharactersInRegex: the same.
const IS_SGR = /^\x1b\[[\d;:]*m$/

/**
 * The text without escape sequences but SGR. An escape character that begins none stays: it shows as a
 * symbol, with all that follows it, so nothing can be hidden behind it.
 */
export function withoutEscapes(text: string): string {
  if (!text.includes('\x1b')) return text
  return text.replace(SEQUENCE, (sequence) => (IS_SGR.test(sequence) ? sequence : ''))
}

/** Where the text's end may be the beginning of a sequence that goes on in the next piece; or -1. */
export function unfinishedAt(text: string): number {
  const tail = text.slice(-UNFINISHED_MAX)
  const at = tail.search(UNFINISHED)
  return at < 0 ? -1 : text.length - tail.length + at
}
