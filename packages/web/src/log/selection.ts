import type { Log } from './log.ts'

/** A place in a log: a line and how far into its plain text. */
export interface Place {
  line: number
  column: number
}

/** The plain text between two places, whichever comes first. */
export function textBetween(log: Log, a: Place, b: Place): string {
  const [from, to] = a.line < b.line || (a.line === b.line && a.column < b.column) ? [a, b] : [b, a]
  const lines: string[] = []
  for (let line = from.line; line <= Math.min(to.line, log.count - 1); line++) {
    const text = log.plain(line)
    const end = line === to.line ? to.column : text.length
    lines.push(text.slice(line === from.line ? from.column : 0, end))
  }
  return lines.join('\n')
}

export function wholeText(log: Log): string {
  const last = log.count - 1
  const column = Number.POSITIVE_INFINITY
  return textBetween(log, { line: 0, column: 0 }, { line: last, column })
}

/** Which place of the log a point of the page's selection is; null: none. */
export function placeOf(node: Node | null, offset: number): Place | null {
  const element = node instanceof Element ? node : node?.parentElement
  const row = element?.closest<HTMLElement>('[data-line]')
  if (!row) return null
  const line = Number(row.dataset.line)
  const piece = element!.closest<HTMLElement>('[data-from]')
  if (!piece)
    return { line, column: isBehindText(row, node!, offset) ? Number.POSITIVE_INFINITY : 0 }
  const { from, symbol, length } = piece.dataset
  const into = symbol ? (offset === 0 ? 0 : Number(length)) : intoText(node!, offset)
  return { line, column: Number(from) + into }
}

/** Within an element `offset` counts its nodes: before its one text, or behind. */
function intoText(node: Node, offset: number): number {
  if (node.nodeType === Node.TEXT_NODE || offset === 0) return offset
  return node.textContent?.length ?? 0
}

/** The point is in the row, but in none of its pieces: before all of them or behind. */
function isBehindText(row: HTMLElement, node: Node, offset: number): boolean {
  const last = [...row.querySelectorAll('[data-from]')].at(-1)
  if (!last) return false
  const range = document.createRange()
  range.selectNode(last)
  return range.comparePoint(node, offset) > 0
}
