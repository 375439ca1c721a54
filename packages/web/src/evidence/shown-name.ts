/** A file's path in one line, with blanks at the ends of its names, and line breaks, as symbols. */
export function shownName(path: string): string {
  return path.replaceAll('\n', '␊').replaceAll('\t', '␉').split('/').map(withoutEdges).join('/')
}

function withoutEdges(name: string): string {
  const inner = name.trim()
  if (inner === name) return name
  const begin = name.length - name.trimStart().length
  const end = inner === '' ? begin : begin + inner.length
  return symbols(name.slice(0, begin)) + inner + symbols(name.slice(end))
}

function symbols(blanks: string): string {
  return Array.from(blanks, (blank) => (blank === ' ' ? '␠' : code(blank))).join('')
}

const code = (blank: string) =>
  `⟨U+${blank.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`
