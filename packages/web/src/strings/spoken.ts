import { visible } from '../log/blanks.ts'

/**
 * Words as they are said. What a sentence is given comes from outside (a name, a server's message):
 * nothing in it stays invisible, wherever the sentence ends up.
 */
export function spoken<T>(words: T): T {
  if (typeof words === 'function') {
    const say = words as unknown as (...given: unknown[]) => unknown
    const safe = (...given: unknown[]) =>
      say(...given.map((each) => (typeof each === 'string' ? visible(each) : each)))
    return safe as T
  }
  if (typeof words !== 'object' || words === null || Array.isArray(words)) return words
  const entries = Object.entries(words).map(([name, each]) => [name, spoken(each)])
  return Object.fromEntries(entries) as T
}
