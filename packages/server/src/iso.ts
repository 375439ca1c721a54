/** ISO-8601, UTC, milliseconds, of ms since 1970. */
export const iso = (at: number) => new Date(at).toISOString()

export const isoOrNull = (at: number | null) => (at === null ? null : iso(at))
