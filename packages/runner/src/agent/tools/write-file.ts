import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { inside, shownPath } from './inside.ts'
import { put } from './put.ts'
import type { Workplace } from './workplace.ts'

/** Makes the file, with its folders, or replaces it. */
export function writeFile(
  { workDir, changed }: Workplace,
  { path, content }: { path: string; content: string },
): string {
  const file = inside(workDir, path)
  const change = existsSync(file) ? 'modified' : 'created'
  mkdirSync(dirname(file), { recursive: true })
  put(file, content)
  changed(shownPath(workDir, file), change)
  return `${path} ${change} (${Buffer.byteLength(content)} bytes).`
}
