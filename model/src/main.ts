/**
 * Visits every order in which server, link, runner, keeper, commands, faults and people's wishes can
 * follow one another, and every order in which people can decide about a result, within bounds, over the
 * code that decides.
 *
 *   npm run check:model [-- SCOPE...]
 */
import { type Explored, explore } from './explore.ts'
import { runsModel } from './runs/model.ts'
import { SCOPES as RUNS } from './runs/scopes.ts'
import { votesModel } from './votes/model.ts'
import { SCOPES as VOTES } from './votes/scopes.ts'

/** How many states are visited at most: beyond it the check gives up. */
const LIMIT = 20_000_000

const wanted = process.argv.slice(2)
for (const [name, scope] of Object.entries(RUNS)) {
  check(name, () => explore(runsModel(scope), LIMIT))
}
for (const [name, scope] of Object.entries(VOTES)) {
  check(name, () => explore(votesModel(scope), LIMIT))
}

function check(name: string, visit: () => Explored): void {
  if (wanted.length > 0 && !wanted.includes(name)) return
  const begun = performance.now()
  const { states, steps, atRest, violation, complete } = visit()
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(
    `${violation ? '✖' : '✔'} ${name}: ${states} states, ${steps} steps, ${atRest} at rest, ${seconds} s${complete ? '' : ', not all'}`,
  )
  if (!violation) return
  console.log(
    `  ${violation.what}, after\n${violation.trace.map((step) => `    ${step}`).join('\n')}`,
  )
  process.exitCode = 1
}
