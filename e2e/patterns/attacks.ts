import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp'
import type { Pattern } from './patterns-in.ts'

/** Characters, one of which is in most of the sets that a pattern may have. */
const TRIED = ' \t\n\raA0_-./<>"\'`*~:;,=@&#\\[](){}|^$?!%+\u00a0\u001b\u0007é'

/**
 * Texts that may be slow for the pattern, each to be repeated: its own pieces, alone and one after the
 * other. Empty for a pattern that repeats nothing without end.
 */
export function attacksOn({ source, flags }: Pattern): string[] {
  const pattern = new RegExpParser().parseLiteral(`/${source}/${flags}`)
  const pieces: string[] = []
  let isEndless = false
  let literal = ''
  const flush = () => {
    if (literal !== '') pieces.push(literal)
    literal = ''
  }
  const takeSet = ({
    raw,
  }: AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass) => {
    flush()
    const set = new RegExp(`^${raw}$`, flags.replace(/[gy]/g, ''))
    const member = [...TRIED].find((character) => set.test(character))
    if (member !== undefined) pieces.push(member)
  }
  visitRegExpAST(pattern, {
    onCharacterEnter({ value, parent }) {
      if (parent.type === 'Alternative' || parent.type === 'Quantifier') {
        literal += String.fromCodePoint(value)
      }
    },
    onCharacterSetEnter: (set) => {
      if (set.parent.type !== 'CharacterClass') takeSet(set)
    },
    onCharacterClassEnter: takeSet,
    onQuantifierEnter({ max }) {
      isEndless ||= max === Number.POSITIVE_INFINITY
    },
    onAlternativeEnter: flush,
    onAlternativeLeave: flush,
  })
  if (!isEndless) return []
  const pairs = pieces.map((piece, at) => piece + (pieces[at + 1] ?? pieces[0]))
  return [...new Set([...pieces, ...pairs, pieces.join('')])].filter((text) => text !== '')
}
