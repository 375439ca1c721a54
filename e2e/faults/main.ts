/**
 * Faults on real processes and sockets, judged from outside.
 *
 *   npm run faults -- <id> | mixed | all [--seed N] [--rounds N]
 *
 * Round n has the seed N + n. A violation prints the seed that repeats it.
 */
import { parseArgs } from 'node:util'
import { within } from '../setup/within.ts'
import { FAULTS } from './faults.ts'
import { runFault, Violation } from './harness/fault.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, rounds: { type: 'string' } },
})
const tell = (text: string) => console.log(`  ${text}`)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const ids = positionals[0] === 'all' ? Object.keys(FAULTS) : positionals
const unknown = ids.filter((id) => FAULTS[id] === undefined)
if (ids.length === 0 || unknown.length > 0 || !Number.isInteger(seed)) {
  console.error(`Expected "all" or some of: ${Object.keys(FAULTS).join(', ')}.`)
  process.exit(2)
}

for (const id of ids) {
  const fault = FAULTS[id]!
  const rounds = Number(values.rounds ?? fault.rounds.full)
  console.log(`${id}: ${fault.title} (${rounds} of ${fault.rounds.full} rounds, seed ${seed})`)
  const begun = performance.now()
  const told = { at: 0 }
  try {
    await within((scope) => runFault(scope, id, fault, { seed, rounds, quiet: true, tell, done }))
    console.log(`✔ ${id}: ${rounds} rounds in ${seconds(begun)} s`)
  } catch (error) {
    console.log(
      `✖ ${id} after ${seconds(begun)} s: ${error instanceof Violation ? error.message : (error as Error).stack}`,
    )
    process.exitCode = 1
  }

  /** How it goes, and how long it will take: every 10 s. */
  function done(round: number): void {
    if (performance.now() - told.at < 10_000 || round === rounds) return
    told.at = performance.now()
    const each = (performance.now() - begun) / round / 1000
    console.log(
      `  ${round} rounds, ${each.toFixed(2)} s each, ${Math.ceil(each * (rounds - round))} s to go`,
    )
  }
}

process.exit() // A round that was given up may still wait for something.

function seconds(begun: number): string {
  return ((performance.now() - begun) / 1000).toFixed(1)
}
