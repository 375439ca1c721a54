import { type Glob, globOf, matchesGlob } from './glob.ts'

/*
 * What `.gitignore` files say, read by ourselves: git would also believe its configuration, its own
 * exclude file and the user's, which no reviewer sees, and would ask them as they are afterwards.
 */

/** So many lines of one file count. */
const LINES_MAX = 1_000

interface Rule {
  negated: boolean
  onlyFolders: boolean
  /**
   * True: matches the whole path from the file's folder on. False: matches a name anywhere below
   * it.
   */
  anchored: boolean
  /** A part each; null: `**`. */
  parts: (Glob | null)[]
}

export type IgnoreRules = readonly Rule[]

export function parseIgnoreRules(text: string): IgnoreRules {
  return text.split('\n', LINES_MAX).flatMap((line) => parseLine(line) ?? [])
}

function parseLine(line: string): Rule | null {
  let pattern = withoutTrailingBlanks(line.endsWith('\r') ? line.slice(0, -1) : line)
  if (pattern === '' || pattern.startsWith('#')) return null
  const negated = pattern.startsWith('!')
  if (negated) pattern = pattern.slice(1)
  const onlyFolders = pattern.endsWith('/')
  if (onlyFolders) pattern = pattern.slice(0, -1)
  const anchored = pattern.includes('/')
  if (pattern.startsWith('/')) pattern = pattern.slice(1)
  if (pattern === '') return null
  const parts = pattern.split('/').map((part) => (part === '**' ? null : globOf(part)))
  return { negated, onlyFolders, anchored, parts }
}

/** Removes blanks at the end, unless a backslash quotes them. */
function withoutTrailingBlanks(line: string): string {
  let end = line.length
  while (line[end - 1] === ' ' && line[end - 2] !== '\\') end--
  return line.slice(0, end)
}

/**
 * Whether the last matching rule ignores the path; null: none matches. `path`: relative to the rules' folder.
 */
export function isIgnoredBy(rules: IgnoreRules, path: string, isFolder: boolean): boolean | null {
  const names = path.split('/')
  for (let at = rules.length - 1; at >= 0; at--) {
    const rule = rules[at]!
    if (rule.onlyFolders && !isFolder) continue
    if (matchesParts(rule.parts, rule.anchored ? names : names.slice(-1))) return !rule.negated
  }
  return null
}

/** In time proportional to both lengths: only the last `**` is ever tried again. */
function matchesParts(parts: Rule['parts'], names: string[]): boolean {
  let part = 0
  let name = 0
  let again: { part: number; name: number } | null = null
  while (name < names.length) {
    const glob = parts[part]
    if (glob === null) {
      // At the end, `**` stands for everything below, not for the folder itself.
      if (part === parts.length - 1) return true
      again = { part: ++part, name }
    } else if (glob !== undefined && matchesGlob(glob, names[name]!)) {
      part++
      name++
    } else if (again !== null) {
      part = again.part
      name = ++again.name
    } else {
      return false
    }
  }
  return part === parts.length
}
