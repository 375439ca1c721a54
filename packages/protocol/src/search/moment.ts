const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/**
 * Reads a date (its beginning in UTC), a time with or without its offset (else UTC), or an age before
 * `now` such as `90m`, `24h`, `7d`, `2w`. Null for anything else.
 */
export function momentOf(text: string, now: number): number | null {
  const [, amount, unit] = /^(\d{1,5})([mhdw])$/i.exec(text) ?? []
  if (amount && unit) return now - Number(amount) * UNITS[unit.toLowerCase()]!
  const [, date, time, offset] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/i.exec(
      text,
    ) ?? []
  if (!date) return null
  const at = Date.parse(`${date}T${time ?? '00:00'}${offset?.toUpperCase() ?? 'Z'}`)
  // `Date` takes the 31st of February for the 3rd of March.
  if (Number.isNaN(at) || !isDay(date)) return null
  return at
}

function isDay(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date)
}
