import { readFileSync, statSync } from 'node:fs'
import { inside, ToolError } from './inside.ts'
import { ANSWER_MAX, type Workplace } from './workplace.ts'

const FILE_MAX = 16 * 1024 * 1024
const LINES = 2_000

/** The file's lines from line `from` on. */
export function readFile(
  { workDir }: Workplace,
  { path, from = 1 }: { path: string; from?: number | undefined },
): string {
  const lines = bytesOf(inside(workDir, path), path).toString().split('\n')
  const shown = lines.slice(from - 1, from - 1 + LINES)
  const text = shown.join('\n')
  if (text.length > ANSWER_MAX) {
    return `${text.slice(0, ANSWER_MAX).toWellFormed()}\n… (cut: ask for fewer lines with \`from\`, or use the shell)`
  }
  const next = from + shown.length
  return next > lines.length ? text : `${text}\n… (goes on at line ${next} of ${lines.length})`
}

/** Throws {@link ToolError} where there is no text to work with. */
export function bytesOf(file: string, path: string): Buffer {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat) throw new ToolError(`There is no file ${path}.`)
  if (!stat.isFile()) throw new ToolError(`${path} is no file.`)
  if (stat.size > FILE_MAX) throw new ToolError(`${path} is too large (${stat.size} bytes).`)
  const bytes = readFileSync(file)
  if (bytes.includes(0)) throw new ToolError(`${path} is not a text.`)
  return bytes
}
