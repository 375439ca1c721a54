/**
 * What `npm test` varies from day to day: the date, or what `--seed` says. Undefined in a file that is
 * run by its name and in `npm run test:all`.
 */
export const DAILY_SEED = process.env.MISSION_CONTROL_TEST_SEED

/**
 * Of a table whose every row takes seconds, about `size` rows: others with each seed, and all of them
 * in turn. Without a seed: the whole table.
 */
export function sampled<T>(rows: readonly T[], size: number): T[] {
  if (DAILY_SEED === undefined) return [...rows]
  const every = Math.ceil(rows.length / size)
  return rows.filter((_, i) => i % every === Number(DAILY_SEED) % every)
}
