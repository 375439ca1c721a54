import { readFileSync } from 'node:fs'
import { parseSync, Visitor } from 'oxc-parser'

export interface Pattern {
  file: string
  source: string
  flags: string
}

interface Patterns {
  literals: Pattern[]
  /** How many patterns the file makes of texts. */
  made: number
}

/** Every regular expression that a source file holds. */
export function patternsIn(file: string, path: string): Patterns {
  const literals: Pattern[] = []
  let made = 0
  const isRegExp = (callee: { type: string; name?: unknown }) => callee.name === 'RegExp'
  new Visitor({
    Literal(node) {
      if (!('regex' in node)) return
      const { pattern, flags } = node.regex
      literals.push({ file, source: pattern, flags })
    },
    NewExpression({ callee }) {
      if (isRegExp(callee)) made++
    },
    CallExpression({ callee }) {
      if (isRegExp(callee)) made++
    },
  }).visit(parseSync(path, readFileSync(path, 'utf8')).program)
  return { literals, made }
}
