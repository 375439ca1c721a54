import { globSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { filesOfDay } from './families.ts'

export const ROOT = resolve(import.meta.dirname, '../..')

/**
 * What takes longest comes first, and what is short fills the gaps at the end: a file that waits for half a
 * minute, begun last, would be waited for by all. Then what starts servers, then the rest.
 */
export const LONGEST = [
  'e2e/faults/faults.test.ts',
  'e2e/faults/replicas.test.ts',
  'e2e/checks.test.ts',
  'e2e/scenarios/desktop-{silence,lost}.test.ts',
  'e2e/scenarios/agent-{hostile,acp-survival,acp,mcp,survival}.test.ts',
  'packages/server/test/{limits,postgres}.test.ts',
  'packages/runner/test/{keeper,survival,shortage,runner}.test.ts',
  'e2e/fuzz/fuzz.test.ts',
  'e2e/scenarios/{stream-readers,metrics,join,upgrade,replicas,move,set-up,postgres}.test.ts',
]
const EVERYTHING = [...LONGEST, 'e2e', 'packages/*/test', 'model/test', 'bench/test']

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

/** Those of the files that run with the seed, in the same order. */
export function ofDay(files: readonly string[], seed: number): string[] {
  const names = files.map((file) => relative(ROOT, file))
  return filesOfDay(names, seed).map((name) => resolve(ROOT, name))
}

const waiting = new Set(testFiles(LONGEST))

/** Whether a file is short, and can run before the dashboard and the programs are there. */
export function needsNothing(file: string): boolean {
  return !waiting.has(file) && !file.startsWith(resolve(ROOT, 'e2e'))
}
