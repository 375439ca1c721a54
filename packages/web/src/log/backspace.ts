/**
 * Applies backspaces, which remove the character before them, as where a spinner turns or a letter is struck
 * twice. SGR sequences stay where they are. Returns what is left of `before` and of `text`.
 */
export function withBackspaces(before: string, text: string): [before: string, text: string] {
  if (!text.includes('\b')) return [before, text]
  const { kept, missing } = eraseIn(text)
  if (missing === 0) return [before, kept]
  // Room for a sequence around each character: what is further ahead can't be reached.
  const reach = Math.max(0, before.length - 32 * missing)
  const left = eraseIn(before.slice(reach) + '\b'.repeat(missing)).kept
  return [before.slice(0, reach) + left, kept]
}

/** A sequence, a backspace, or one character however many units it has. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
const UNIT = /\x1b\[[\d;:]*m|[\s\S]/gu

function eraseIn(text: string): { kept: string; missing: number } {
  const units: string[] = []
  /** Where in `units` the characters are that can be taken away. */
  const characters: number[] = []
  let missing = 0
  for (const [unit] of text.matchAll(UNIT)) {
    if (unit !== '\b') {
      if (unit.length < 3) characters.push(units.length)
      units.push(unit)
    } else if (characters.length > 0) {
      units[characters.pop()!] = ''
    } else {
      missing++
    }
  }
  return { kept: units.join(''), missing }
}
