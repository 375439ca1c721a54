const DAY = 86_400_000

/** As the tests read it (`e2e/setup/sampled.ts`): a whole number, or unset for every row. */
export const SEED_VARIABLE = 'MISSION_CONTROL_TEST_SEED'

/**
 * Decides by which seed files and the rows of long tables are chosen: today's, or the one given; null,
 * for `all`: every file and every row. The tests find it in their environment.
 */
export function chooseSeed(wanted: string | undefined): number | null {
  if (wanted === 'all') {
    delete process.env[SEED_VARIABLE]
    return null
  }
  const seed = wanted === undefined ? Math.floor(Date.now() / DAY) : Number(wanted)
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new Error(`--seed: expected a whole number, got "${wanted}"`)
  }
  process.env[SEED_VARIABLE] = String(seed)
  return seed
}
