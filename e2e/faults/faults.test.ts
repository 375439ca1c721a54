import { describe, test } from 'node:test'
import { DAILY_SEED, sampled } from '../setup/sampled.ts'
import { FAULTS } from './faults.ts'
import { runFault } from './harness/fault.ts'

const seed = Number(DAILY_SEED ?? 1)
/** Less than a test is given (`scripts/suite/run-file.ts`), so that what hangs is told. */
const WITHIN = 100_000

/** The others have a file of their own. */
const here = Object.entries(FAULTS).filter(([, { rounds }]) => rounds.short > 0)

// Side by side: a round mostly waits, and each has a server and a runner of its own.
describe('faults', { concurrency: 5 }, () => {
  for (const [id, fault] of sampled(here, here.length / 3)) {
    test(`${fault.title} (${id})`, async (t) => {
      await runFault(t, id, fault, {
        seed,
        rounds: fault.rounds.short,
        quiet: false,
        tell: (text) => t.diagnostic(text),
        within: WITHIN,
      })
    })
  }
})
