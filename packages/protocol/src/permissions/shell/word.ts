import type { Assignment, DoubleQuotedChild, Word, WordPart } from 'unbash'
import type { Form } from '../part.ts'

/**
 * A word without its quotes. From the first place that only the shell can know, it stays as it is
 * typed.
 */
export function wordOf(word: Word | Assignment): Form {
  if (word.type === 'Assignment') return { text: word.text, certain: word.name.length + 1 }
  // A home directory, whoever's.
  if (word.text.startsWith('~')) return { text: word.text, certain: 0 }
  if (!word.parts) return { text: word.value, certain: word.value.length }
  let certain: number | null = null
  let text = ''
  for (const part of word.parts.flatMap(piecesOf)) {
    const value = fixedTextOf(part)
    if (value === null) certain ??= text.length
    text += value ?? part.text
  }
  return { text, certain: certain ?? text.length }
}

function piecesOf(part: WordPart): readonly (WordPart | DoubleQuotedChild)[] {
  return part.type === 'DoubleQuoted' ? part.parts : [part]
}

/** null: it depends on variables, files or commands, or on which shell it is. */
function fixedTextOf(part: WordPart): string | null {
  return part.type === 'Literal' || part.type === 'SingleQuoted' ? part.value : null
}
