/** What steers a terminal, takes no room, or turns the direction of what follows. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
  /[\0-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/** Makes a text of several lines safe to print, and keeps its lines. */
export function printable(text: string): string {
  return text.replace(HIDDEN, (each) => (each === '\n' || each === '\t' ? each : symbolOf(each)))
}

/** Makes a text from outside safe to print, in one line: nothing in it steers the terminal. */
export function visible(text: string): string {
  return text.replace(HIDDEN, symbolOf)
}

function symbolOf(character: string): string {
  const code = character.charCodeAt(0)
  if (character === '\n' || character === '\t') return ' '
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}
