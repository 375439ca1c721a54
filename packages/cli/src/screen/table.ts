import type { Column, Style } from './screen.ts'
import { visible } from './visible.ts'
import { cutTo, widthOf } from './width.ts'

const GAP = '  '
/** A column that yields keeps so much, whatever the terminal. */
const LEAST = 8

/**
 * The lines of a table. Columns that yield share what the terminal's width leaves them; undefined: they
 * are as wide as they are.
 */
export function tableOf<T>(
  items: readonly T[],
  columns: readonly Column<T>[],
  width: number | undefined,
  styled: (style: Style, text: string) => string,
): string[] {
  const rows = items.map((item) => columns.map(({ of }) => visible(of(item))))
  const titles = columns.map(({ title }) => title)
  const natural = columns.map((_, at) =>
    Math.max(...[titles, ...rows].map((row) => widthOf(row[at] as string))),
  )
  const widths = width === undefined ? natural : fitted(natural, columns, width)
  const lineOf = (cells: string[], styleOf: (at: number) => Style | null) => {
    const shown = cells.map((cell, at) => {
      const text = cutTo(cell, widths[at] as number)
      const style = styleOf(at)
      const padding =
        at === cells.length - 1 ? '' : ' '.repeat((widths[at] as number) - widthOf(text))
      return (style ? styled(style, text) : text) + padding
    })
    return shown.join(GAP).trimEnd()
  }
  return [
    lineOf(titles, () => 'dim'),
    ...rows.map((row, i) => lineOf(row, (at) => columns[at]?.style?.(items[i] as T) ?? null)),
  ]
}

function fitted<T>(natural: number[], columns: readonly Column<T>[], width: number): number[] {
  const widths = [...natural]
  const total = () => widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1))
  for (let excess = total() - width; excess > 0; excess = total() - width) {
    const yielding = widths
      .map((each, at) => ({ each, at }))
      .filter(({ each, at }) => columns[at]?.yields && each > LEAST)
      .sort((a, b) => b.each - a.each)
    const widest = yielding[0]
    if (!widest) break
    // Down to the next one, so that what is short stays whole.
    const floor = Math.max(yielding[1]?.each ?? LEAST, LEAST)
    widths[widest.at] = Math.max(widest.each - excess, Math.min(floor, widest.each - 1))
  }
  return widths
}
