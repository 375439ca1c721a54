/**
 * Random requests, made of the API's own document, to a real server with real runners; each answer is
 * judged by the document.
 *
 *   npm run fuzz -- [--seed N] [--requests 20000]
 *
 * A violation prints the seed, the number of the request and the request itself.
 */
import { parseArgs } from 'node:util'
import { within } from '../setup/within.ts'
import { fuzz, Violation } from './fuzz.ts'

/** So many requests reach every operation. */
const WHOLE = 20_000
/** What chance doesn't bring about, and why; tests of their own do. */
const NOT_BY_CHANCE: Record<string, string> = {
  upgradeDesktop: 'a machine that joined from a package of another version',
  joinDesktop: 'a whole token, before wrong ones make the address wait',
}

const { values } = parseArgs({
  options: { seed: { type: 'string' }, requests: { type: 'string', default: `${WHOLE}` } },
})
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const requests = Number(values.requests)
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(requests) || requests < 1) {
  console.error('Expected whole numbers: --seed N --requests N.')
  process.exit(2)
}

console.log(`${requests} requests, seed ${seed}`)
try {
  const { statuses, unreached } = await within((scope) => fuzz(scope, { seed, requests, done }))
  for (const [what, count] of [...statuses].toSorted()) console.log(`  ${what}: ${count}`)
  const missed = unreached.filter((operation) => !(operation in NOT_BY_CHANCE))
  if (requests >= WHOLE && missed.length > 0) {
    throw new Violation(`no success from ${missed.join(', ')}: the fuzz is too narrow`)
  }
  console.log(`✔ ${requests} requests, and each answer as the document says`)
} catch (error) {
  console.log(`✖ ${error instanceof Violation ? error.message : (error as Error).stack}`)
  process.exitCode = 1
}

function done(count: number): void {
  if (count % 1000 === 0) console.log(`  ${count}`)
}
