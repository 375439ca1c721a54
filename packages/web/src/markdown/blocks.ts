import { lexer, type MarkedToken, type Token } from 'marked'

/** Longer texts are shown as they are: nobody reads them as a page, and parsing must not hold up the screen. */
export const MARKDOWN_MAX = 100_000

/** A block of a page, with the level of the heading that it is. */
export interface Block {
  token: MarkedToken
  /** 1 to 4, without leaps, whatever the text's own levels are; 0: it is no heading. */
  level: number
}

const LEVEL_MAX = 4

/** The blocks of a text in Markdown (GitHub's), without those that show nothing. */
export function blocksOf(text: string): Block[] {
  const open: number[] = []
  return lexer(text, { gfm: true })
    .map(asMarked)
    .filter(({ type }) => type !== 'space' && type !== 'def')
    .map((token) => {
      if (token.type !== 'heading') return { token, level: 0 }
      while (open.length > 0 && open.at(-1)! >= token.depth) open.pop()
      open.push(token.depth)
      return { token, level: Math.min(open.length, LEVEL_MAX) }
    })
}

/** No extension is in use, so there are only its own tokens. */
export function asMarked(token: Token): MarkedToken {
  return token as MarkedToken
}

const SAFE = /^(https?:\/\/|mailto:)/i

/** The address of a link that may be followed; null: it is shown as text. */
export function safeAddress(href: string): string | null {
  return SAFE.test(href) ? href : null
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
}

/** The text with the few entities that people write; all others stay as they are. */
export function withoutEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:([a-z]+)|#(\d{1,7})|#x([\da-f]{1,6}));/gi,
    (whole, name, decimal, hex) => {
      if (name) return ENTITIES[name] ?? whole
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole
    },
  )
}
