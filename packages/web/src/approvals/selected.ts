/**
 * What is selected after the list has changed: the same task while it is listed, otherwise the one after
 * it, otherwise the one before. A task that arrives meanwhile is never selected.
 */
export function selectedIn(
  ids: readonly string[],
  chosen: string | undefined,
  before: readonly string[],
): string | undefined {
  if (chosen === undefined) return ids[0]
  const there = new Set(ids)
  if (there.has(chosen)) return chosen
  const place = before.indexOf(chosen)
  const isThere = (id: string) => there.has(id)
  return before.slice(place + 1).find(isThere) ?? before.slice(0, place).findLast(isThere) ?? ids[0]
}
