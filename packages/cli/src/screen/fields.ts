import { printable } from './visible.ts'

/** One thing in words: a line for each field that it has; further lines of a text stand below it. */
export function fieldsOf(rows: readonly (readonly [name: string, value: string | null])[]): string {
  const given = rows.filter(([, value]) => value !== null && value !== '')
  const width = Math.max(...given.map(([name]) => name.length)) + 2
  return given
    .map(([name, value]) => {
      const lines = printable(value as string).split('\n')
      return name.padEnd(width) + lines.join(`\n${' '.repeat(width)}`)
    })
    .join('\n')
}
