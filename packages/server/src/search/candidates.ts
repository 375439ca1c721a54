import type { Db } from '../store/schema.ts'
import { type NamedDesktop, notIndexed, type Range, tasksOn } from '../store/search.ts'
import { tasksWith } from '../store/search-index.ts'
import { fold, trigramsOf } from './fold.ts'

/** A word that the index can look for, and the desktops whose names have it. */
export interface IndexedWord {
  trigrams: string[]
  desktopIds: string[]
}

/** The words that the index knows, that is all but the shortest; they leave few tasks. */
export function indexedWords(words: string[], desktops: NamedDesktop[]): IndexedWord[] {
  return words.flatMap((word) => {
    const trigrams = trigramsOf(word)
    if (trigrams.length === 0) return []
    const folded = fold(word.toWellFormed())
    const named = desktops.filter(({ name, labels }) =>
      [name, ...labels].some((text) => fold(text.toWellFormed()).includes(folded)),
    )
    return [{ trigrams, desktopIds: named.map(({ id }) => id) }]
  })
}

/** The tasks of a range that may have all words, the newest first; with no words: null, any may. */
export async function candidates(
  db: Db,
  workspaceId: string,
  words: IndexedWord[],
  range: Range,
): Promise<number[] | null> {
  if (words.length === 0) return null
  const open = await notIndexed(db, workspaceId, range)
  let left: number[] | undefined
  for (const { trigrams, desktopIds } of words) {
    const having = await tasksWith(db, trigrams, range)
    const on = desktopIds.length > 0 ? await tasksOn(db, desktopIds, range) : []
    for (const task of [...on, ...open]) having.add(task)
    left = left ? left.filter((task) => having.has(task)) : [...having]
    if (left.length === 0) return []
  }
  return left?.sort((one, other) => other - one) ?? null
}
