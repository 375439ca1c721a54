/**
 * What is selected once the list is another one: the same as long as it is there, then what came after
 * it, then what came before it. Nothing that arrives meanwhile takes its place.
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
