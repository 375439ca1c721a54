const DAY = 86_400_000

/** As the tests read it (`e2e/setup/sampled.ts`): a whole number, or unset for every row. */
const VARIABLE = 'MISSION_CONTROL_TEST_SEED'

/**
 * Decides which rows of the long tables run: those of today, or of the seed given, or `all`. Resolves
 * with the line that says so, and how to have it again.
 */
export function chooseSample(wanted: string | undefined): string {
  if (wanted === 'all') {
    delete process.env[VARIABLE]
    return 'Every row of every table.'
  }
  const seed = wanted === undefined ? Math.floor(Date.now() / DAY) : Number(wanted)
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new Error(`--seed: expected a whole number, got "${wanted}"`)
  }
  process.env[VARIABLE] = String(seed)
  return `Long tables are sampled; again with --seed ${seed}, whole with npm run test:all.`
}
