/** Whether a name matches the pattern; `*` stands for any characters, and case makes no difference. */
export function matchesName(pattern: string, name: string): boolean {
  const [first, ...rest] = pattern.toLowerCase().split('*') as [string, ...string[]]
  const text = name.toLowerCase()
  if (rest.length === 0) return text === first
  const last = rest.pop() as string
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
