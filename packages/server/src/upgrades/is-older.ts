/**
 * Whether a version comes before another, as semantic versions are ordered: numbers by their value, and
 * what has an addition (`1.0.0-rc.1`) before what has none. A word that is no version is older than none.
 */
export function isOlder(one: string, other: string): boolean {
  const [a, b] = [read(one), read(other)]
  return a !== undefined && b !== undefined && compare(a, b) < 0
}

function read(version: string): { numbers: number[]; addition: string[] } | undefined {
  const [, numbers, addition] = /^(\d+\.\d+\.\d+)(?:-([\w.-]+))?(?:\+.*)?$/.exec(version) ?? []
  if (numbers === undefined) return undefined
  return { numbers: numbers.split('.').map(Number), addition: addition?.split('.') ?? [] }
}

type Version = NonNullable<ReturnType<typeof read>>

function compare(a: Version, b: Version): number {
  for (const [i, number] of a.numbers.entries()) {
    if (number !== b.numbers[i]) return number - b.numbers[i]!
  }
  if (a.addition.length === 0 || b.addition.length === 0) {
    return b.addition.length - a.addition.length
  }
  for (let i = 0; i < Math.max(a.addition.length, b.addition.length); i++) {
    const [one, other] = [a.addition[i], b.addition[i]]
    if (one === other) continue
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1
    return comparePart(one, other)
  }
  return 0
}

/** Numbers come before words. */
function comparePart(one: string, other: string): number {
  const [a, b] = [one, other].map((part) => (/^\d+$/.test(part) ? Number(part) : undefined))
  if (a !== undefined && b !== undefined) return a - b
  if (a === undefined && b === undefined) return one < other ? -1 : 1
  return a === undefined ? 1 : -1
}
