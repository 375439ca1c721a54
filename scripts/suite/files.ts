import { globSync } from 'node:fs'
import { resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '../..')

/** End-to-end ones first: they take longest, and what is short fills the gaps at the end. */
const EVERYTHING = ['e2e', 'packages/*/test', 'model/test', 'bench/test']

/** The test files of folders, files and patterns, each once; without any: all. */
export function testFiles(wanted: readonly string[]): string[] {
  const found = (wanted.length > 0 ? wanted : EVERYTHING).flatMap((pattern) =>
    globSync([pattern, `${pattern}/**/*.test.ts`], { cwd: ROOT, exclude: ['**/node_modules'] })
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => resolve(ROOT, path))
      .sort(),
  )
  return [...new Set(found)]
}
