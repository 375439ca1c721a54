import { TASK_STATUSES, type TaskStatus } from '../task-state.ts'
import { momentOf } from './moment.ts'

/** Where words are looked for. */
export const SEARCHED_IN = ['content', 'desktop', 'output', 'result', 'feedback'] as const
export type SearchedIn = (typeof SEARCHED_IN)[number]

/** Longer queries and terms are refused: the index knows no longer ones. */
export const QUERY_MAX = 500
export const TERM_MAX = 200
const TERMS_MAX = 20

/** Values of one filter; a task passes when it has one of `some` (if there are any) and none of `none`. */
export interface Choice<T> {
  some: T[]
  none: T[]
}

export interface SearchQuery {
  /** Every task that is found has all of these words. */
  words: string[]
  /** A task that is found has none of these words. */
  without: string[]
  status: Choice<TaskStatus>
  type: Choice<'command' | 'prompt'>
  exit: Choice<number>
  /** Names of desktops, with `*` for any characters. */
  desktop: Choice<string>
  label: Choice<string>
  in: Choice<SearchedIn>
  /** The time of creation, in ms since 1970: from `after` on, up to before `before`. */
  after: number | null
  before: number | null
}

/** One part of a query, as it was typed. */
export interface QueryPart {
  kind: 'word' | 'filter'
  text: string
}

export interface ParsedQuery {
  query: SearchQuery
  parts: QueryPart[]
  /** What cannot be used, in words. */
  problems: string[]
  /** What may be meant otherwise, in words. */
  notes: string[]
}

interface Token {
  text: string
  negated: boolean
  /** The name of a filter, in lower case. */
  name: string | null
  value: string
  quoted: boolean
}

const TYPES = ['command', 'prompt'] as const
const NAMES = ['status', 'desktop', 'type', 'label', 'before', 'after', 'exit', 'in'] as const
type FilterName = (typeof NAMES)[number]

/**
 * Reads what somebody searches for: words (all must be there), "phrases", -word for what must not be
 * there, and filters such as `status:failed`. `now`: ms since 1970, for dates such as `after:7d`.
 */
export function parseQuery(text: string, now: number): ParsedQuery {
  const parsed: ParsedQuery = { query: emptyQuery(), parts: [], problems: [], notes: [] }
  if (text.length > QUERY_MAX) {
    parsed.problems.push(`Expected at most ${QUERY_MAX} characters, got ${text.length}.`)
    return parsed
  }
  for (const token of tokensOf(text)) take(parsed, token, now)
  const { words, without } = parsed.query
  if (words.length + without.length > TERMS_MAX) {
    parsed.problems.push(
      `Expected at most ${TERMS_MAX} words, got ${words.length + without.length}.`,
    )
  }
  const places = parsed.query.in
  if (
    places.some.length + places.none.length > 0 &&
    !parsed.parts.some(({ kind }) => kind === 'word')
  ) {
    parsed.problems.push('in: expected words to look for there, got none.')
  }
  return parsed
}

function emptyQuery(): SearchQuery {
  const choice = () => ({ some: [], none: [] })
  return {
    words: [],
    without: [],
    status: choice(),
    type: choice(),
    exit: choice(),
    desktop: choice(),
    label: choice(),
    in: choice(),
    after: null,
    before: null,
  }
}

function take({ query, parts, problems, notes }: ParsedQuery, token: Token, now: number): void {
  const { name, negated, value, text } = token
  if (name !== null && isFilter(name) && (value !== '' || token.quoted)) {
    parts.push({ kind: 'filter', text })
    const problem = addFilter(query, name, token, now)
    if (problem !== null) problems.push(problem)
    return
  }
  const word = name === null ? value : text.slice(negated ? 1 : 0).replaceAll('"', '')
  if (word.trim() === '') return
  if (name !== null && /^[a-z]{2,}$/.test(name) && !value.startsWith('/')) {
    const known = NAMES.map((each) => `${each}:`).join(' ')
    notes.push(
      isFilter(name)
        ? `“${name}:” has no value, so it is searched for as text.`
        : `“${name}:” is not a filter, so “${word}” is searched for as text. Filters: ${known}.`,
    )
  }
  parts.push({ kind: 'word', text })
  if (word.length > TERM_MAX) {
    problems.push(`Expected words of at most ${TERM_MAX} characters, got one of ${word.length}.`)
    return
  }
  if (negated) query.without.push(word)
  else query.words.push(word)
}

function isFilter(name: string): name is FilterName {
  return (NAMES as readonly string[]).includes(name)
}

function addFilter(query: SearchQuery, name: FilterName, token: Token, now: number): string | null {
  const { value, negated } = token
  if (name === 'before' || name === 'after') return addMoment(query, name, token, now)
  const side = negated ? 'none' : 'some'
  for (const each of token.quoted ? [value] : value.split(',').filter((part) => part !== '')) {
    const lower = each.toLowerCase()
    if (name === 'desktop' || name === 'label') query[name][side].push(each)
    else if (name === 'exit') {
      if (!/^\d{1,5}$/.test(each)) return `exit: expected a number such as 137, got “${each}”.`
      query.exit[side].push(Number(each))
    } else {
      const known: readonly string[] =
        name === 'status' ? TASK_STATUSES : name === 'type' ? TYPES : SEARCHED_IN
      if (!known.includes(lower)) {
        return `${name}: expected one of ${known.join(', ')}, got “${each}”.`
      }
      ;(query[name][side] as string[]).push(lower)
    }
  }
  return null
}

function addMoment(
  query: SearchQuery,
  name: 'before' | 'after',
  { value, negated }: Token,
  now: number,
): string | null {
  if (negated) return `-${name}: cannot be negated; use ${name === 'before' ? 'after' : 'before'}:.`
  const at = momentOf(value, now)
  if (at === null) {
    return `${name}: expected a date such as 2026-11-20, a time such as 2026-11-20T18:00Z, or an age such as 7d, got “${value}”.`
  }
  // If a filter is given more than once, the narrowest one counts.
  if (name === 'before') query.before = Math.min(query.before ?? at, at)
  else query.after = Math.max(query.after ?? at, at)
  return null
}

/** Splits at blanks outside quotes. A quote without its end goes to the end of the text. */
function* tokensOf(text: string): Generator<Token> {
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at++
      continue
    }
    const start = at
    const negated = text[at] === '-' && at + 1 < text.length && !/\s/.test(text.charAt(at + 1))
    if (negated) at++
    const name = /^([A-Za-z_]+):/.exec(text.slice(at, at + 40))?.[1] ?? null
    if (name !== null) at += name.length + 1
    const quoted = text[at] === '"'
    let value = ''
    if (quoted) {
      const end = text.indexOf('"', at + 1)
      value = text.slice(at + 1, end < 0 ? text.length : end)
      at = end < 0 ? text.length : end + 1
    } else {
      const from = at
      while (at < text.length && !/\s/.test(text.charAt(at))) at++
      value = text.slice(from, at)
    }
    yield { text: text.slice(start, at), negated, name: name?.toLowerCase() ?? null, value, quoted }
  }
}
