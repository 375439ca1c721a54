import { PLAIN, type Style, TRUE_COLOUR } from './style.ts'

/** A whole SGR sequence; the lines of a log keep these and no other sequence. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what this is about.
export const SGR = /\x1b\[([\d;:]*)m/g

/** The text without its SGR sequences: what is searched and copied. */
export function plainText(line: string): string {
  return line.includes('\x1b[') ? line.replace(SGR, '') : line
}

/** The style after all SGR sequences of the text. */
export function styleAfter(text: string, before: Style): Style {
  if (!text.includes('\x1b[')) return before
  let style = before
  for (const [, parameters] of text.matchAll(SGR)) style = applySgr(style, parameters!)
  return style
}

/** The style after one sequence. Its parameters apply in their order; unknown ones do nothing. */
export function applySgr(before: Style, parameters: string): Style {
  const style = { ...before }
  const all = parameters.split(';')
  for (let at = 0; at < all.length; at++) {
    const [first = '', ...details] = all[at]!.split(':')
    const code = Number(first)
    if (code === 38 || code === 48) {
      const isOwn = details.length > 0
      const colour = isOwn ? colourOf(details, true) : colourOf(all.slice(at + 1, at + 5), false)
      if (!isOwn) at += colour.length
      if (colour.value === null) continue
      if (code === 38) style.ink = colour.value
      else style.ground = colour.value
    } else if (code === 0) Object.assign(style, PLAIN)
    else if (code === 4) style.underline = details[0] !== '0'
    else apply(style, code)
  }
  return style
}

type Writable = { -readonly [K in keyof Style]: Style[K] }

function apply(style: Writable, code: number): void {
  if (code === 1) style.bold = true
  else if (code === 2) style.dim = true
  else if (code === 3) style.italic = true
  else if (code === 7) style.inverse = true
  else if (code === 21) style.underline = true
  else if (code === 22) style.bold = style.dim = false
  else if (code === 23) style.italic = false
  else if (code === 24) style.underline = false
  else if (code === 27) style.inverse = false
  else if (code >= 30 && code <= 37) style.ink = code - 30 + 1
  else if (code === 39) style.ink = 0
  else if (code >= 40 && code <= 47) style.ground = code - 40 + 1
  else if (code === 49) style.ground = 0
  else if (code >= 90 && code <= 97) style.ink = code - 90 + 9
  else if (code >= 100 && code <= 107) style.ground = code - 100 + 9
}

/**
 * `5;n` or `2;r;g;b`, and how many parameters that took. With colons a colour space may stand before
 * the red: `2::r:g:b`.
 */
function colourOf(
  parts: readonly string[],
  withColons: boolean,
): { value: number | null; length: number } {
  if (parts[0] === '5') {
    const index = Number(parts[1])
    return { value: index >= 0 && index <= 255 ? index + 1 : null, length: 2 }
  }
  if (parts[0] !== '2') return { value: null, length: 1 }
  const from = withColons && parts.length > 4 ? 2 : 1
  const rgb = parts.slice(from, from + 3).map(Number)
  const isColour = rgb.length === 3 && rgb.every((each) => each >= 0 && each <= 255)
  const value = isColour ? TRUE_COLOUR + rgb[0]! * 65_536 + rgb[1]! * 256 + rgb[2]! : null
  return { value, length: 4 }
}
