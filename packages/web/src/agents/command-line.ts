/** A line as the words of a command: split at blanks, but not within quotes. */
export function wordsOf(line: string): string[] {
  const words: string[] = []
  for (const [word] of line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*'|["'])+/g)) {
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single ?? ''))
  }
  return words
}

/** The words as one line that `wordsOf` takes apart again. */
export function lineOf(words: readonly string[]): string {
  return words.map((word) => (/^[^\s"']+$/.test(word) ? word : quoted(word))).join(' ')
}

/** Quotes each piece with the kind of quote that it doesn't contain. */
function quoted(word: string): string {
  if (!word.includes('"')) return `"${word}"`
  return word
    .split(/(")/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece === '"' ? `'"'` : `"${piece}"`))
    .join('')
}
