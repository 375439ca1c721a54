/** A secret by its name. `value`: null as long as the stored one stays. */
export interface Entry {
  name: string
  value: string | null
}

export function storedEntries(names: readonly string[]): Entry[] {
  return names.map((name) => ({ name, value: null }))
}

/** The secrets by name; empty rows are left out. */
export function secretsOf(entries: readonly Entry[]): Record<string, string | null> {
  const written = entries.filter(({ name, value }) => name.trim() !== '' || value)
  return Object.fromEntries(written.map(({ name, value }) => [name.trim(), value]))
}
