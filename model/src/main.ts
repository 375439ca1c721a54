/**
 * Visits every order in which server, link, runner, keeper, commands, faults and people's wishes can
 * follow one another, within bounds, over the code that decides in both ends.
 *
 *   npm run check:model [-- SCOPE...]
 */
import { explore } from './explore.ts'
import { SCOPES } from './scopes.ts'

const wanted = process.argv.slice(2)
for (const [name, scope] of Object.entries(SCOPES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const begun = performance.now()
  const { states, steps, atRest, violation, complete } = explore(scope)
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(
    `${violation ? '✖' : '✔'} ${name}: ${states} states, ${steps} steps, ${atRest} at rest, ${seconds} s${complete ? '' : ', not all'}`,
  )
  if (!violation) continue
  console.log(
    `  ${violation.what}, after\n${violation.trace.map((step) => `    ${step}`).join('\n')}`,
  )
  process.exitCode = 1
}
