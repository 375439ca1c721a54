const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const
const TYPED = /^(?:(\d+) ?d)? ?(?:(\d+) ?h)? ?(?:(\d+) ?m(?:in)?)? ?(?:(\d+) ?s)?$/i

/** A length of time as people write it, without what is nought: `90 s` is `1 m 30 s`. */
export function writeLength(seconds: number): string {
  let rest = seconds
  const parts = UNITS.map(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count > 0 ? `${count} ${unit}` : ''
  })
  return parts.filter((part) => part !== '').join(' ')
}

/** What was typed as such, in seconds; null if it is none, or none at all. */
export function readLength(typed: string): number | null {
  const counts = TYPED.exec(typed.trim())?.slice(1)
  if (!counts) return null
  const seconds = UNITS.reduce((sum, [, size], i) => sum + size * Number(counts[i] ?? 0), 0)
  return seconds > 0 ? seconds : null
}
