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

/** Of what the product promises first one story each runs every day, whatever family its name puts it into. */
export const ALWAYS: readonly string[] = [
  'e2e/scenarios/dashboard-stories.test.ts',
  'e2e/scenarios/agent-prompts.test.ts',
  'e2e/scenarios/people-callers.test.ts',
  'e2e/scenarios/start.test.ts',
]

export const FAMILIES: Readonly<Record<string, Family>> = {
  'the dashboard in a browser': { every: 4, files: ['e2e/scenarios/dashboard-*.test.ts'] },
  'set up, move and upgrade': {
    every: 3,
    files: [
      'e2e/scenarios/{backup,first-process,join,loaded,move,package,previous-release}.test.ts',
      'e2e/scenarios/{set-up,start-refused,start-stop,upgrade}.test.ts',
    ],
  },
  'the command line': { every: 3, files: ['e2e/scenarios/command*.test.ts'] },
  'what runners, keepers and runs survive': {
    every: 3,
    files: [
      'e2e/scenarios/{desktop-lost,desktop-silence,evidence-survival,full-disk}.test.ts',
      'e2e/scenarios/{outcomes-*,permissions-unanswered,restart,time-out}.test.ts',
      'packages/runner/test/{keeper,permissions,runner,shortage,survival,tidying,time-out}.test.ts',
      'packages/runner/test/agent/evidence*.test.ts',
    ],
  },
  'agents and chats': { every: 4, files: ['e2e/scenarios/{agent,chat}*.test.ts'] },
  'misuse, and clients of others': {
    every: 3,
    files: [
      'bench/test/fleet.test.ts',
      'e2e/fuzz/*.test.ts',
      'e2e/scenarios/{behind-proxies,foreign-clients,generated-clients,rate-limit}.test.ts',
      'e2e/scenarios/{runner-stranger,stream-readers,surprises}.test.ts',
    ],
  },
  'people and their rights': {
    every: 3,
    files: ['e2e/scenarios/{people,password,sessions,sign-in}*.test.ts'],
  },
  'several servers, and what is seen of one': {
    every: 3,
    files: [
      'e2e/faults/replicas.test.ts',
      'e2e/scenarios/{replicas,postgres,metrics,monitoring,traces}.test.ts',
      'packages/server/test/{locks,postgres,search}.test.ts',
    ],
  },
}

/** Of the files, named from the root of the tree, those that run with the seed; in the same order. */
export function filesOfDay(files: readonly string[], seed: number): string[] {
  const members = Map.groupBy(files.toSorted(), familyOf)
  const families = Object.values(FAMILIES)
  return files.filter((file) => {
    const family = familyOf(file)
    if (family === undefined) return true
    // Each family begins on another day than the one before, so that the longest files of all don't meet.
    const at = families.indexOf(family) + members.get(family)!.indexOf(file)
    return (seed + at) % family.every === 0
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
