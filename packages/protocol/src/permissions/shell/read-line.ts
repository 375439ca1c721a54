import { type Command, forEachChild, parse, type SyntaxNode } from 'unbash'
import { certainly, type Form, isCertain, type Part, tidy, UNKNOWN } from '../part.ts'
import { baseNameOf, innerOf } from './inner.ts'
import { plainCommands } from './plain.ts'
import { type Inner, linesIn } from './told.ts'
import { isUncertain } from './uncertain.ts'
import { wordOf } from './word.ts'

/** How deep commands within commands are followed. */
const DEPTH_MAX = 16

/**
 * The simple commands in a line for a shell, wherever they stand in it, and what they run. The grammar
 * is bash's; where /bin/sh would read something else, or nothing can be known, a part is unknown.
 */
export function readLine(line: string): Part[] {
  return readAt(line, 0)
}

function readAt(line: string, depth: number): Part[] {
  // The parser takes these characters for blanks, but no shell does.
  const hasOdd = /[\r\0]/.test(line)
  const script = parse(line.replaceAll(/[\r\0]/g, '\n'))
  const plain = hasOdd ? new Map<Command, string>() : plainCommands(script, line)
  const parts: Part[] = hasOdd ? [UNKNOWN] : []
  const todo: { node: SyntaxNode; source: string }[] = [{ node: script, source: line }]
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { node } = next
    const source = node.type === 'Script' ? (node.source ?? next.source) : next.source
    if (isUncertain(node, source)) parts.push(UNKNOWN)
    if (node.type === 'Command') {
      const allowed = plain.get(node)
      const as = allowed === undefined ? [] : [allowed]
      const text = source.slice(node.pos, node.end)
      parts.push({ plain: as, forms: [text, tidy(text)].map(certainly) })
      const all: Inner[] = [{ words: wordsOf(node) }, ...linesIn('', assignedBy(node))]
      const inner = all.flatMap((each) => partsOf(each, inputOf(node), depth))
      // Whoever allows a command allows what it runs; only an earlier rule can forbid that.
      for (const { forms } of inner) parts.push({ plain: as, forms })
    }
    forEachChild(node, (child) => todo.push({ node: child, source }))
  }
  return parts
}

function partsOf(inner: Inner, input: string | null, depth: number): Part[] {
  if (inner === 'unknown' || depth > DEPTH_MAX) return [UNKNOWN]
  if ('line' in inner) return readAt(inner.line, depth + 1)
  const { words } = inner
  const [name] = words
  if (!name) return []
  if (!isCertain(name)) return [UNKNOWN]
  const based = [certainly(baseNameOf(name.text)), ...words.slice(1)]
  const further = innerOf(words, input).flatMap((each) => partsOf(each, input, depth + 1))
  return [{ plain: [], forms: [joined(words), joined(based)] }, ...further]
}

function assignedBy({ prefix }: Command): Form[] {
  return prefix.flatMap((each) => {
    if (each.type !== 'Assignment' || each.value?.type !== 'Word') return []
    const { name, value } = each
    const { text, certain } = wordOf(value)
    return [{ text: `${name}=${text}`, certain: name.length + 1 + certain }]
  })
}

function wordsOf({ name, args }: Command): Form[] {
  return name ? [name, ...args].map(wordOf) : []
}

/** As it is typed, but without quotes and with single blanks. */
function joined(words: readonly Form[]): Form {
  const text = words.map((word) => word.text).join(' ')
  const open = words.findIndex((word) => !isCertain(word))
  if (open < 0) return certainly(text)
  const before = words.slice(0, open).reduce((sum, word) => sum + word.text.length + 1, 0)
  return { text, certain: before + words[open]!.certain }
}

/** What the line itself gives the command to read. */
function inputOf({ redirects }: Command): string | null {
  const last = redirects.at(-1)
  if (last?.type === 'HereString' && last.target) {
    const word = wordOf(last.target)
    return isCertain(word) ? word.text : null
  }
  return last?.type === 'HereDoc' && !last.body.parts ? last.body.text : null
}
