/** One line of a unified diff, with its number before and after. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed' | 'gap' | 'note'
  before: number | null
  after: number | null
  text: string
}

export interface Diff {
  lines: DiffLine[]
  added: number
  removed: number
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/

/**
 * A unified diff of one file as lines. What stands before the first hunk is about the file, not of it.
 * A hunk's own numbers say how far it goes: a removed line may itself begin with dashes.
 */
export function parseDiff(diff: string): Diff {
  const lines: DiffLine[] = []
  let before = 0
  let after = 0
  let left = { before: 0, after: 0 }
  for (const line of diff.split('\n')) {
    const isInside = left.before > 0 || left.after > 0
    const hunk = isInside ? null : HUNK.exec(line)
    if (hunk) {
      before = Number(hunk[1])
      after = Number(hunk[3])
      left = { before: Number(hunk[2] ?? 1), after: Number(hunk[4] ?? 1) }
      lines.push({ kind: 'gap', before: null, after: null, text: hunk[5] ?? '' })
    } else if (line.startsWith('\\') && lines.length > 0) {
      lines.push({ kind: 'note', before: null, after: null, text: line.slice(2) })
    } else if (isInside && line.startsWith('+')) {
      lines.push({ kind: 'added', before: null, after: after++, text: line.slice(1) })
      left.after--
    } else if (isInside && line.startsWith('-')) {
      lines.push({ kind: 'removed', before: before++, after: null, text: line.slice(1) })
      left.before--
    } else if (isInside) {
      lines.push({ kind: 'same', before: before++, after: after++, text: line.slice(1) })
      left = { before: left.before - 1, after: left.after - 1 }
    }
  }
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length
  return { lines, added: count('added'), removed: count('removed') }
}
