import { CommandError } from '../command-error.ts'

/** A number from 1 to `most`. */
export function countOf(text: string, most: number, option: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= most) return count
  throw new CommandError(
    'usage',
    `Expected a number from 1 to ${most} for ${option}, got ${JSON.stringify(text)}.`,
  )
}
