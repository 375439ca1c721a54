const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const

/** How long ago a moment (ISO) was, in its largest unit. */
export function ago(moment: string | null, now = Date.now()): string {
  if (moment === null) return 'never'
  const ms = now - Date.parse(moment)
  const unit = UNITS.find(([, size]) => ms >= size)
  return unit ? `${Math.floor(ms / unit[1])} ${unit[0]} ago` : 'just now'
}

/** `1.2 s`, `3 min 20 s`. */
export function duration(ms: number | null): string {
  if (ms === null) return ''
  if (ms < 1000) return `${ms} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const at = UNITS.findIndex(([, size]) => ms >= size)
  const [unit, size] = UNITS[at] as (typeof UNITS)[number]
  const [inner, innerSize] = UNITS[at + 1] as (typeof UNITS)[number]
  const rest = Math.floor((ms % size) / innerSize)
  return `${Math.floor(ms / size)} ${unit}${rest > 0 ? ` ${rest} ${inner}` : ''}`
}
