import type { SearchMatch, SearchQuery } from '@mission-control/protocol'
import { fold } from './fold.ts'
import type { Section } from './task-text.ts'

const MATCHES_MAX = 3
/** Characters of a line that are shown, and of these what comes before the match. */
const SHOWN = 300
const BEFORE = 60

/** What is looked for, folded. */
export interface Wanted {
  words: string[]
  without: string[]
  isSearched(section: Section): boolean
}

export function wantedOf({ words, without, in: places }: SearchQuery): Wanted {
  return {
    words: words.map((word) => fold(word.toWellFormed())),
    without: without.map((word) => fold(word.toWellFormed())),
    isSearched: ({ in: place }) =>
      (places.some.length === 0 || places.some.includes(place)) && !places.none.includes(place),
  }
}

/** The lines to show of a task that has all words and none of the others; null where it hasn't. */
export function matchesIn(
  all: Section[],
  { words, without, isSearched }: Wanted,
): SearchMatch[] | null {
  const sections = all.filter(isSearched).map((section) => ({
    section,
    text: fold(section.lines.join('\n')),
  }))
  const has = (word: string) => sections.some(({ text }) => text.includes(word))
  if (!words.every(has) || without.some(has)) return null
  const left = new Set(words)
  const best: { match: SearchMatch; found: string[] }[] = []
  for (const { section, text } of sections) {
    if (!words.some((word) => text.includes(word))) continue
    for (const [i, line] of text.split('\n').entries()) {
      const found = words.filter((word) => line.includes(word))
      const isNew = found.some((word) => left.has(word))
      if (!isNew && found.length <= (best[0]?.found.length ?? 0)) continue
      for (const word of found) left.delete(word)
      best.push({ match: shown(section, i, line.indexOf(found[0]!)), found })
      best.sort((one, other) => other.found.length - one.found.length)
    }
  }
  const shownWords = new Set<string>()
  return best
    .filter(({ found }) => {
      const tellsMore = found.some((word) => !shownWords.has(word))
      for (const word of found) shownWords.add(word)
      return tellsMore
    })
    .slice(0, MATCHES_MAX)
    .map(({ match }) => match)
}

function shown({ in: place, numbered, lines }: Section, index: number, at: number): SearchMatch {
  const line = lines[index]!
  const from = line.length > SHOWN ? Math.max(0, Math.min(at - BEFORE, line.length - SHOWN)) : 0
  const text = line.slice(from, from + SHOWN).toWellFormed()
  return { in: place, line: numbered ? index + 1 : null, text }
}
