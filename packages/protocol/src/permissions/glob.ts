/** `some` is a `*`; `all` a `**`; `folders` a `**` with its slash, which stands for none as well. */
type Piece = { text: string } | { wildcard: 'some' | 'all' | 'folders' }

/**
 * Whether a wildcard passes the character: its next state (0 to 3), or null. A wildcard begins in
 * state 0 and can end only there.
 */
export type Step = (character: string, state: number) => number | null

/** How far a `*` and a `**` go. */
export interface Reach {
  some: Step
  all: Step
}

const STATES = [0, 1, 2, 3]

/**
 * Does the whole text match the pattern? `*` and `**` stand for any characters that they go over, and
 * a backslash takes the next character as it is. Takes time in proportion to the text's length times
 * the pattern's, whatever they hold, which a regular expression doesn't.
 */
export function matchesGlob(pattern: string, text: string, reach: Reach): boolean {
  let ends = new Uint8Array(text.length + 1)
  ends[0] = 1
  for (const piece of piecesOf(pattern)) ends = after(piece, ends, text, reach)
  return ends[text.length] === 1
}

/** The pattern that matches this text alone. */
export function exactly(text: string): string {
  return text.replaceAll(/[\\*]/g, '\\$&')
}

function piecesOf(pattern: string): Piece[] {
  const pieces: Piece[] = []
  for (const [token] of pattern.matchAll(/\\.|\*+\/?|./gsu)) {
    if (/^\*\/?$/.test(token)) {
      pieces.push({ wildcard: 'some' })
      if (token.endsWith('/')) addText(pieces, '/')
    } else if (token.startsWith('*')) {
      pieces.push({ wildcard: token.endsWith('/') ? 'folders' : 'all' })
    } else addText(pieces, token.length > 1 && token.startsWith('\\') ? token.slice(1) : token)
  }
  return pieces
}

function addText(pieces: Piece[], text: string): void {
  const last = pieces.at(-1)
  if (last && 'text' in last) last.text += text
  else pieces.push({ text })
}

/** Where in the text a match may have come to after the piece, out of where it was before it. */
function after(piece: Piece, ends: Uint8Array<ArrayBuffer>, text: string, reach: Reach) {
  if ('text' in piece) return afterText(piece.text, ends, text)
  if (piece.wildcard !== 'folders') return afterWildcard(reach[piece.wildcard], ends, text)
  const inside = afterText('/', afterWildcard(reach.all, ends, text), text)
  return inside.map((end, at) => end | ends[at]!)
}

function afterText(piece: string, ends: Uint8Array, text: string) {
  const next = new Uint8Array(ends.length)
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
    next[at + piece.length] = ends[at]!
  }
  return next
}

function afterWildcard(step: Step, ends: Uint8Array, text: string) {
  const next = new Uint8Array(ends.length)
  // A bit for each state in which a wildcard may be here.
  let states = 0
  for (let at = 0; at < ends.length; at++) {
    states |= ends[at]!
    next[at] = states & 1
    const before = states
    states = 0
    for (const state of STATES) {
      const to = (before >> state) & 1 ? step(text.charAt(at), state) : null
      if (to !== null) states |= 1 << to
    }
  }
  return next
}
