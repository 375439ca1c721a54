import { matchesGlob } from 'node:path'

/**
 * Files that take long and are much alike. `npm test` takes one in `every` of each family: others with
 * each seed, and all of them in turn. A file that no pattern names always runs, and so do those of
 * {@link ALWAYS}, which belong to no family.
 */
export interface Family {
  readonly every: number
  /** Patterns from the root of the tree; a file belongs to the first family that names it. */
  readonly files: readonly string[]
}

/** The product's promises from end to end, whatever family their name would put them into. */
export const ALWAYS: readonly string[] = [
  'e2e/scenarios/dashboard-{stories,approvals}.test.ts',
  'e2e/scenarios/people-callers.test.ts',
  'e2e/scenarios/agent-prompts.test.ts',
]

export const FAMILIES: Readonly<Record<string, Family>> = {
  'the dashboard in a browser': { every: 3, files: ['e2e/scenarios/dashboard-*.test.ts'] },
}

/** Of the files, named from the root of the tree, those that run with the seed; in the same order. */
export function filesOfDay(files: readonly string[], seed: number): string[] {
  const members = Map.groupBy(files.toSorted(), familyOf)
  return files.filter((file) => {
    const family = familyOf(file)
    if (family === undefined) return true
    return (seed + members.get(family)!.indexOf(file)) % family.every === 0
  })
}

/**
 * Which turn of a file it is that comes with the seed: one more each time it runs. What is sampled within
 * the file goes by that, or a file of every third day would always take the same third of a table.
 */
export function turnOf(file: string, seed: number): number {
  return Math.floor(seed / (familyOf(file)?.every ?? 1))
}

/** Undefined for what always runs. */
export function familyOf(file: string): Family | undefined {
  if (matchesAny(file, ALWAYS)) return undefined
  return Object.values(FAMILIES).find(({ files }) => matchesAny(file, files))
}

const matchesAny = (file: string, patterns: readonly string[]) =>
  patterns.some((pattern) => matchesGlob(file, pattern))
