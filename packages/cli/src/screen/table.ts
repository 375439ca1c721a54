import type { Column, Style } from './column.ts'
import { visible } from './visible.ts'
import { cutTo, widthOf } from './width.ts'

const GAP = '  '
/** The least width of a column that yields, however narrow the terminal is. */
const LEAST = 8

/**
 * The lines of a table. Columns that yield share what the terminal's width leaves them; undefined: they
 * are as wide as they are.
 */
export function tableOf<T>(
  items: readonly T[],
  all: readonly Column<T>[],
  width: number | undefined,
  styled: (style: Style, text: string) => string,
): string[] {
  const cells = (column: Column<T>) => items.map((item) => visible(column.of(item)))
  const widthOfAll = (column: Column<T>) =>
    [column.title, ...cells(column)].reduce((most, text) => Math.max(most, widthOf(text)), 0)
  const measured = all.map((column) => ({ column, width: widthOfAll(column) }))
  const kept = width === undefined ? measured : withoutSpare(measured, width)
  const columns = kept.map(({ column }) => column)
  const titles = columns.map(({ title }) => title)
  const rows = items.map((item) => columns.map(({ of }) => visible(of(item))))
  const widths = width === undefined ? kept.map((each) => each.width) : fitted(kept, width)
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

interface Measured<T> {
  column: Column<T>
  /** What its longest cell takes. */
  width: number
}

const leastOf = <T>({ column, width }: Measured<T>) =>
  column.yields ? Math.min(width, column.least ?? LEAST) : width

const sumOf = (widths: number[]) =>
  widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1))

/** The columns that fit, each with the least that it needs. */
function withoutSpare<T>(all: Measured<T>[], width: number): Measured<T>[] {
  if (sumOf(all.map(leastOf)) <= width) return all
  const last = all.findLast(({ column }) => column.spare)
  return last
    ? withoutSpare(
        all.filter((each) => each !== last),
        width,
      )
    : all
}

/** Narrows the widest columns that yield until the table fits; if that isn't enough, all columns. */
function fitted<T>(kept: Measured<T>[], width: number): number[] {
  const widths = kept.map((each) => each.width)
  while (sumOf(widths) > width) {
    const mayShrink = kept.map((each, at) => widths[at]! > leastOf(each))
    const able = mayShrink.includes(true) ? mayShrink : widths.map((each) => each > 1)
    const widest = Math.max(...widths.filter((_, at) => able[at]))
    if (!Number.isFinite(widest)) break
    const at = widths.findIndex((each, i) => able[i] && each === widest)
    widths[at] = widest - 1
  }
  return widths
}
