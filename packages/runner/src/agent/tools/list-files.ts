import { type Dirent, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inside, shownPath, ToolError } from './inside.ts'
import type { Workplace } from './workplace.ts'

const ENTRIES = 500
/** Named, but not looked into: they are large, and nobody's work. */
const CLOSED = new Set(['node_modules', '.git'])

/** What is in the folder, and in those below it. Links are named and not followed. */
export function listFiles(
  { workDir }: Workplace,
  { path = '.' }: { path?: string | undefined },
): string {
  const root = inside(workDir, path)
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ToolError(`There is no folder ${path}.`)
  }
  const lines: string[] = []
  for (const [entry, at] of walk(root)) {
    if (lines.length === ENTRIES) return `${lines.join('\n')}\n… (more; name a folder below)`
    lines.push(lineOf(entry, shownPath(workDir, at)))
  }
  return lines.length === 0 ? 'The folder is empty.' : lines.join('\n')
}

function* walk(folder: string): Generator<[Dirent, string]> {
  const entries = readdirSync(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const at = join(folder, entry.name)
    yield [entry, at]
    if (entry.isDirectory() && !CLOSED.has(entry.name)) yield* walk(at)
  }
}

function lineOf(entry: Dirent, path: string): string {
  if (entry.isDirectory()) return `${path}/`
  return entry.isSymbolicLink() ? `${path} (link)` : path
}
