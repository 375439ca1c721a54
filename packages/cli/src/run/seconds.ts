import { CommandError } from '../command-error.ts'

const UNITS: Record<string, number> = { '': 1, s: 1, m: 60, min: 60, h: 3600, d: 86_400 }

/** `90`, `90s`, `5m`, `2h`, `1d` in seconds. */
export function secondsOf(text: string, option: string): number {
  const [, number, unit = ''] = /^(\d{1,9})(s|m|min|h|d)?$/.exec(text) ?? []
  if (number === undefined) {
    throw new CommandError(
      'usage',
      `Expected a time for ${option}, such as 90, 90s, 5m, 2h or 1d, got ${JSON.stringify(text)}.`,
    )
  }
  return Number(number) * (UNITS[unit] as number)
}
