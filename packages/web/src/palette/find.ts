import type { Card, Live } from '../live/live.ts'
import type { Entry } from './entry.ts'

/** A query's words, each of which has to be found. */
function wordsOf(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean)
}

/** Those that have all words; a word at the beginning counts more than one inside, then what was used lately. */
export function findEntries(
  entries: readonly Entry[],
  query: string,
  recent: readonly string[],
): Entry[] {
  const wanted = wordsOf(query)
  if (wanted.length === 0) return [...entries]
  return entries
    .map((entry) => ({ entry, score: scoreOf(entry, wanted, recent) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry)
}

function scoreOf(entry: Entry, wanted: readonly string[], recent: readonly string[]): number {
  const label = entry.label.toLowerCase()
  const words = `${label} ${entry.words?.toLowerCase() ?? ''}`
  let score = recent.includes(entry.id) ? 0.5 : 0
  for (const word of wanted) {
    if (!words.includes(word)) return 0
    if (label.startsWith(word)) score += 4
    else if (` ${label}`.includes(` ${word}`)) score += 3
    else if (label.includes(word)) score += 2
    else score += 1
  }
  return score
}

/** Loaded tasks that have all words in their first line, or that id; newest first. */
export function findTasks({ cards }: Pick<Live, 'cards'>, query: string, limit: number): Card[] {
  const wanted = wordsOf(query)
  if (wanted.length === 0) return []
  const found: Card[] = []
  for (const card of cards.values()) {
    if (card.hidden) continue
    const summary = card.summary.toLowerCase()
    if (card.id === wanted[0] || wanted.every((word) => summary.includes(word))) found.push(card)
  }
  // An id begins with the time at which it was made.
  return found.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit)
}

/** Whether the query is a task's whole id; the task need not be loaded. */
export function isTaskId(query: string): boolean {
  return /^task_[0-9a-z]{26}$/.test(query.trim())
}
