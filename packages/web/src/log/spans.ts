import { type Link, linksIn } from './links.ts'
import { applySgr, plainText, SGR } from './sgr.ts'
import type { Style } from './style.ts'
import { visibleParts } from './visible.ts'

/** A place in a line's plain text that a search has found. */
export interface Mark {
  from: number
  to: number
  /** The one that the search stands at. */
  current: boolean
}

/** A piece of a line that looks the same throughout. */
export interface Span {
  text: string
  /** Where it begins in the line's plain text. */
  from: number
  /** Of what it stands for, there. */
  length: number
  style: Style
  symbol: boolean
  mark: 'none' | 'found' | 'current'
  /** Where it leads; null: nowhere. */
  link: string | null
}

/** The part of a line from `from` to `to` (in its plain text) as it is to be shown. */
export function spansOf(
  line: string,
  start: Style,
  { from, to }: { from: number; to: number },
  marks: readonly Mark[] = [],
): Span[] {
  const spans: Span[] = []
  const links = linksIn(plainText(line))
  let place = 0
  const add = (text: string, style: Style) => {
    const begin = Math.max(from, place)
    const end = Math.min(to, place + text.length)
    for (const [a, b, mark] of cut(begin, end, marks)) {
      for (const [c, d, link] of cutLinks(a, b, links)) {
        let from = c
        const parts = visibleParts(text.slice(c - place, d - place))
        for (const { text: shown, symbol, length } of parts) {
          spans.push({ text: shown, from, length, style, symbol, mark, link })
          from += length
        }
      }
    }
    place += text.length
  }
  let style = start
  let at = 0
  for (const { 0: sequence, 1: parameters, index } of line.matchAll(SGR)) {
    if (index > at) add(line.slice(at, index), style)
    style = applySgr(style, parameters!)
    at = index + sequence.length
    if (place >= to) return spans
  }
  add(line.slice(at), style)
  return spans
}

/** The stretch from `begin` to `end`, cut where marks begin and end. */
function* cut(
  begin: number,
  end: number,
  marks: readonly Mark[],
): Generator<[from: number, to: number, mark: Span['mark']]> {
  let at = begin
  for (const { from, to, current } of marks) {
    if (to <= at) continue
    if (from >= end) break
    if (from > at) yield [at, from, 'none']
    at = Math.min(end, to)
    yield [Math.max(begin, from), at, current ? 'current' : 'found']
  }
  if (at < end) yield [at, end, 'none']
}

/** The same, cut where addresses begin and end. */
function* cutLinks(
  begin: number,
  end: number,
  links: readonly Link[],
): Generator<[from: number, to: number, link: string | null]> {
  let at = begin
  for (const { from, to, address } of links) {
    if (to <= at) continue
    if (from >= end) break
    if (from > at) yield [at, from, null]
    const start = Math.max(at, from)
    at = Math.min(end, to)
    yield [start, at, address]
  }
  if (at < end) yield [at, end, null]
}
