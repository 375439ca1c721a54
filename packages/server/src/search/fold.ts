import { TERM_MAX } from '@mission-control/protocol/searching'

/** Texts are compared in this form: case and the way in which a letter is put together don't count. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/** Each trigram of a word costs a look, and beyond this many they narrow the result no further. */
const TRIGRAMS_MAX = 12

/** The trigrams that a text with this word has; none if the word is shorter than three characters. */
export function trigramsOf(word: string): string[] {
  const letters = [...fold(word.toWellFormed())]
  const all = new Set<string>()
  for (let i = 0; i + 3 <= letters.length; i++) all.add(letters.slice(i, i + 3).join(''))
  const trigrams = [...all]
  if (trigrams.length <= TRIGRAMS_MAX) return trigrams
  const step = trigrams.length / TRIGRAMS_MAX
  return Array.from({ length: TRIGRAMS_MAX }, (_, i) => trigrams[Math.floor(i * step)]!)
}

/** Characters of a document: indexing one takes about 5 ms. */
const PIECE = 64 * 1024
/**
 * Documents overlap, so that every word is whole in one of them, even if it grows when it is
 * folded.
 */
const OVERLAP = 4 * TERM_MAX

/** The documents that a text makes in the index, at least one. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = []
  let from = 0
  do {
    pieces.push(text.slice(from, from + PIECE + OVERLAP).toWellFormed())
    from += PIECE
  } while (from < text.length)
  return pieces
}
