/** Words that mean the same with and without quotes. */
const PLAIN = /^[\w@%+=:,./-]+$/

/**
 * One word is a command line, taken as it is. Several are the words of one command: each is quoted, so
 * that the desktop's shell sees the same words.
 */
export function commandOf(words: readonly string[]): string {
  return words.length === 1 ? (words[0] as string) : words.map(quoted).join(' ')
}

/** A prompt is what somebody would type: its words, with blanks between. */
export function promptOf(words: readonly string[]): string {
  return words.join(' ')
}

function quoted(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
