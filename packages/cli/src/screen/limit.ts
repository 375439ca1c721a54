import { CommandError } from '../command-error.ts'

/** How many are wanted; 0: all. */
export function limitOf(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (/^\d{1,9}$/.test(text)) return Number(text) || Number.POSITIVE_INFINITY
  throw new CommandError('usage', `Expected a number for --limit, got ${JSON.stringify(text)}.`)
}
