/** The first letters of the first and the last word of a name. Pure. */
export function initialsOf(name: string): string {
  const found = name.match(/[\p{L}\p{N}]+/gu) ?? []
  const words = found.length > 2 ? [found[0]!, found.at(-1)!] : found
  return words.map((word) => [...word][0]!.toUpperCase()).join('') || '?'
}
