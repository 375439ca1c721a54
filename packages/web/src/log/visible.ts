/**
 * Characters that take no room, turn the direction of what follows, or steer a terminal: each shows as
 * a symbol, so that a text is what it looks like. Joiners stay where writing needs them: inside emoji
 * and between letters of scripts that join.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: they are meant one by one.
  /[\0-\x08\n-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Khmer}\p{Script=Malayalam}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}])[\u200c\u200d]/u

const ALL_HIDDEN = new RegExp(HIDDEN.source, 'gu')

export interface Part {
  text: string
  /** Stands for a character that can't be seen. */
  symbol: boolean
  /** Of what it stands for, in the text. */
  length: number
}

/** The text in parts, with a symbol in the place of each hidden character. */
export function visibleParts(text: string): Part[] {
  if (!HIDDEN.test(text)) return text === '' ? [] : [shown(text)]
  const parts: Part[] = []
  let from = 0
  for (const { 0: character, index } of text.matchAll(ALL_HIDDEN)) {
    if (index > from) parts.push(shown(text.slice(from, index)))
    parts.push({ text: symbolOf(character), symbol: true, length: character.length })
    from = index + character.length
  }
  if (from < text.length) parts.push(shown(text.slice(from)))
  return parts
}

function shown(text: string): Part {
  return { text, symbol: false, length: text.length }
}

/** `␛` for a control of ASCII, `⟨U+202E⟩` for others. */
function symbolOf(character: string): string {
  const code = character.codePointAt(0)!
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
