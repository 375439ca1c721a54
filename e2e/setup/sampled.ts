import { relative, resolve } from 'node:path'
import { type TestFn, test } from 'node:test'
import { turnOf } from '../../scripts/suite/families.ts'
import { SEED_VARIABLE } from '../../scripts/suite/sample.ts'

const file = relative(resolve(import.meta.dirname, '../..'), process.argv[1] ?? '')
const seed = process.env[SEED_VARIABLE]

/**
 * What `npm test` varies from day to day, by the date or by `--seed`: which turn of this file it is.
 * Undefined in a file that is run by its name and in `npm run test:all`.
 */
export const DAILY_SEED = seed === undefined ? seed : String(turnOf(file, Number(seed)))

/**
 * Of a table whose every row takes seconds, about `size` rows: others with each seed, and all of them
 * in turn. Without a seed: the whole table.
 */
export function sampled<T>(rows: readonly T[], size: number, seed = DAILY_SEED): T[] {
  if (seed === undefined) return [...rows]
  const every = Math.ceil(rows.length / size)
  return rows.filter((_, i) => i % every === Number(seed) % every)
}

/** One theme, another each day, for what is looked at in either; both where a file is run by its name. */
export const THEMES = sampled(['light', 'dark'] as const, 1)

/** `test` for a file of `count` long tests, of which about `size` run: as {@link sampled} chooses. */
export function sampledTests(count: number, size: number): (name: string, run: TestFn) => void {
  const chosen = new Set(sampled([...Array(count).keys()], size))
  let next = 0
  return (name, run) => {
    if (next >= count)
      throw new Error(`there are more than ${count} tests: "${name}" would never run`)
    if (chosen.has(next++)) test(name, run)
  }
}
