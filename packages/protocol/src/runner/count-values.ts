const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92
const BRACKET = 91
const BRACE = 123

/**
 * How many values a JSON text holds, at most: it is looked through once, without making anything of
 * it, and no further than to `most` + 1. What is no JSON has some number, too.
 */
export function countValues(text: string, most: number): number {
  let values = 1
  for (let at = 0; at < text.length && values <= most; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === COMMA || code === BRACKET || code === BRACE) values++
  }
  return values
}

/** Where the string that begins at `start` ends: at a quote that no backslash takes the meaning of. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at
    while (text.charCodeAt(before - 1) === BACKSLASH) before--
    if ((at - before) % 2 === 0) return at
  }
  return text.length
}
