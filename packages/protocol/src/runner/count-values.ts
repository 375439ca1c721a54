const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92
const BRACKET = 91
const BRACE = 123

/**
 * How many values a JSON text holds, counted up to `most` + 1 in one pass that makes nothing of it.
 * Text that isn't JSON has some number as well. UTF-8 bytes give the same number, because
 * everything that counts is ASCII.
 */
export function countValues(text: string | Uint8Array, most: number): number {
  const codes = typeof text === 'string' ? ofString(text) : ofBytes(text)
  let values = 1
  for (let at = 0; at < text.length && values <= most; at++) {
    const code = codes.at(at)
    if (code === QUOTE) at = endOfString(codes, at, text.length)
    else if (code === COMMA || code === BRACKET || code === BRACE) values++
  }
  return values
}

interface Codes {
  at(index: number): number | undefined
  quoteFrom(index: number): number
}

const ofString = (text: string): Codes => ({
  at: (index) => text.charCodeAt(index),
  quoteFrom: (index) => text.indexOf('"', index),
})

const ofBytes = (bytes: Uint8Array): Codes => ({
  at: (index) => bytes[index],
  quoteFrom: (index) => bytes.indexOf(QUOTE, index),
})

/** Where the string that begins at `start` ends: at the next quote that no backslash escapes. */
function endOfString(codes: Codes, start: number, length: number): number {
  for (let at = codes.quoteFrom(start + 1); at >= 0; at = codes.quoteFrom(at + 1)) {
    let before = at
    while (codes.at(before - 1) === BACKSLASH) before--
    if ((at - before) % 2 === 0) return at
  }
  return length
}
